package identity

// Numbers are the constants that THROTTLING.md names.
var Numbers = map[string]any{
	"freeFailures": freeFailures, "longestWait": longestWait, "failuresInARow": failuresInARow, "passwordFailures": passwordFailures, "PasswordAlone": PasswordAlone,
	"totpDigits": totpDigits, "mostMisses": mostMisses, "FactorLife": FactorLife, "PasskeyLife": PasskeyLife,
	"codeDigits": codeDigits, "CodeLife": CodeLife, "flowFailures": flowFailures, "sprayFailures": sprayFailures,
	"failuresPerHour": failuresPerHour, "failuresPerDay": failuresPerDay, "temporaryLength": temporaryLength, "TemporaryLife": TemporaryLife,
	"IdleLife": IdleLife, "AbsoluteLife": AbsoluteLife, "disownLife": disownLife, "sendsPerHour": sendsPerHour, "sendsPerDay": sendsPerDay,
	"firstCooldown": firstCooldown, "longestCooling": longestCooling, "sprayAlarm": sprayAlarm, "sprayWindow": sprayWindow, "sprayCalm": sprayCalm,
}

package httpapi_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/identity"
)

func TestMemberChoosesReminders(t *testing.T) {
	w := newWorld(t)
	path := "/members/m-1/reminders"
	require.Equal(t, []any{12.0, 6.0, 3.0, 1.0}, w.get("genevieve", path).is(http.StatusOK).at("months"))
	prefer := func(as string, months any) answer {
		return w.do(call{as: as, method: "PUT", path: path, body: map[string]any{"months": months}})
	}
	chosen := prefer("genevieve", []int{6, 12}).is(http.StatusOK)
	require.Equal(t, []any{12.0, 6.0}, chosen.at("months"))
	require.Equal(t, false, chosen.at("stopped"))
	stopped := prefer("genevieve", []int{}).is(http.StatusOK)
	require.Equal(t, []any{}, stopped.at("months"))
	require.Equal(t, true, w.get("staff", path).is(http.StatusOK).at("stopped"))

	prefer("genevieve", []int{12, 5}).problem(http.StatusUnprocessableEntity, "invalid-entry")
	prefer("genevieve", "12").problem(http.StatusBadRequest, "wrong-type")
	prefer("staff", []int{12}).problem(http.StatusForbidden, "forbidden")
	prefer("marc", []int{12}).problem(http.StatusNotFound, "not-found")
	require.Equal(t, true, w.get("genevieve", path).is(http.StatusOK).at("stopped"))
}

func TestMessagesAreReadAsTheyAreSentAndWithoutTheirSecret(t *testing.T) {
	w := newWorld(t)
	w.tokens = map[string]string{}
	w.now = time.Date(2027, time.March, 31, 16, 0, 0, 0, time.UTC)
	_, err := w.api.Reminders.Sweep(context.Background(), identity.Clock("otpq"), nil)
	require.NoError(t, err)
	all := w.get("genevieve", "/members/m-1/messages").is(http.StatusOK)
	require.Len(t, all.at("items"), 1)
	require.Equal(t, "reminder", all.text("items.0.kind.code"))
	require.Equal(t, "Rappel", all.text("items.0.kind.label"))
	require.Equal(t, false, all.at("items.0.legal"))
	require.Equal(t, "waiting", all.text("items.0.state.code"))
	require.Contains(t, all.text("items.0.subject"), "31\u00a0mars\u00a02028")
	require.Contains(t, all.text("items.0.body"), "https://portail.example.org/reminders/stop/m-1/•••")
	posted, err := w.store.Outbox().MessagesTo(context.Background(), "otpq", "m-1", 9)
	require.NoError(t, err)
	require.NotContains(t, all.body, posted[0].Secret)
	require.Nil(t, all.json["items"].([]any)[0].(map[string]any)["sent"])
	w.get("marc", "/members/m-1/messages").problem(http.StatusNotFound, "not-found")

	// It was tried, and has left at last.
	_, err = w.store.Outbox().ChangeMessage(context.Background(), "otpq", "m-1", posted[0].ID, func(m identity.Message) (identity.Message, error) {
		return m.Taken(w.now).Fails(identity.Deferred, w.now)
	})
	require.NoError(t, err)
	tried := w.get("staff", "/members/m-1/messages").is(http.StatusOK)
	require.Equal(t, "retrying", tried.text("items.0.state.code"))
	require.Equal(t, "2027-03-31T16:01:00Z", tried.text("items.0.next"))
	require.Equal(t, "deferred", tried.text("items.0.trouble.code"))
	require.EqualValues(t, 1, tried.at("items.0.attempts"))
}

package hours

// judge says where the file stands.
func (s *Sheet) judge() Status {
	if s.file.Part.Empty() {
		return Unknown
	}
	met, enough, carried, due, ended := true, true, false, false, false
	for i := range s.rows {
		r := &s.rows[i]
		if !r.decides {
			continue
		}
		due = due || r.dueUnits > 0
		carried = carried || r.carried > 0 && r.counted < r.dueUnits
		// What is pending may ask more too, where a share is of what was done.
		enough = enough && r.after == 0
		if r.left == 0 {
			continue
		}
		met = false
		ended = ended || !s.file.Day.Before(r.window.To)
	}
	switch {
	case met && carried:
		return MetWithCarry
	case met && !due && s.total == 0:
		return Exempt
	case met:
		return Met
	case enough || s.inTime:
		return OnCourse
	case ended && s.grace():
		return InGrace
	case ended:
		return NonCompliant
	}
	return Short
}

// grace reports that what is missing may still be done.
func (s *Sheet) grace() bool {
	late := s.plan.version.Late
	return len(late) > 0 && s.file.Day.Before(late[len(late)-1].End(s.file.Period.To))
}

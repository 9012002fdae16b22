package portal

import (
	"github.com/goodstanding/goodstanding/hours"
)

// allocated says to which periods hours go, one to a line: "2 h vont à la période
// 2022-2025". Nothing when they all stay where they were declared.
func (v *visit) allocated(s hours.Standing, all []hours.Allocation) []string {
	var said []string
	for _, a := range all {
		in, err := s.In(a.Period)
		if err != nil {
			continue
		}
		said = append(said, v.t("allocation.line", "hours", v.print.Hours(a.Hours), "years", v.print.Years(in.Period)))
	}
	return said
}

// proposed says where the hours of a declaration would go if they were all counted.
func (v *visit) proposed(d hours.Declaration) ([]string, error) {
	all, err := v.Ledger.Allocation(v.r.Context(), v.actor, d.Member, d.ID, d.Activity.Hours)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	s, err := v.Ledger.Standing(v.r.Context(), v.actor, d.Member, d.Period)
	return v.allocated(s, all), err
}

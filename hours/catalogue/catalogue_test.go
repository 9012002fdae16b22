package catalogue_test

import (
	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/stretchr/testify/require"
	"testing"
)

func TestCases(t *testing.T) {
	all, err := catalogue.All()
	require.NoError(t, err)
	for _, d := range all {
		for _, c := range d.Cases {
			t.Run(c.Name, func(t *testing.T) {
				_, diff, err := c.Run(d.Regulation)
				require.NoError(t, err)
				require.Empty(t, diff)
			})
		}
	}
}

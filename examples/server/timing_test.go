package main

import (
	"cmp"
	"context"
	"maps"
	"math"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goodstanding/goodstanding/adapters/pace"
	"github.com/goodstanding/goodstanding/identity"
)

// mannWhitney says how far apart two samples are in rank, in standard deviations of what
// chance gives: Mann and Whitney's U, with the normal approximation. No clock of any
// machine has to be normal for it.
func mannWhitney(a, b []time.Duration) float64 {
	type one struct {
		took  time.Duration
		first bool
	}
	var all []one
	for _, took := range a {
		all = append(all, one{took, true})
	}
	for _, took := range b {
		all = append(all, one{took, false})
	}
	slices.SortFunc(all, func(x, y one) int { return cmp.Compare(x.took, y.took) })
	ranks := 0.0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].took == all[i].took {
			j++
		}
		for k := i; k < j; k++ {
			if all[k].first {
				ranks += float64(i+j+1) / 2 // those that are equal share their ranks
			}
		}
		i = j
	}
	n, m := float64(len(a)), float64(len(b))
	u := ranks - n*(n+1)/2
	return (u - n*m/2) / math.Sqrt(n*m*(n+m+1)/12)
}

// apart is how far apart two samples must be to be told from one another. By chance they
// are that far apart six times in ten million (the normal distribution beyond five
// standard deviations, on both sides): with seven surfaces, a false alarm in 250,000.
const (
	apart   = 5.0
	samples = 60
)

// Chance alone: in 20,000 repeats nothing is told apart, and the tails are those of the
// normal distribution: 0.27 % beyond three standard deviations.
func TestTimings_ChanceGivesNoAlarm(t *testing.T) {
	chance := rand.New(rand.NewPCG(2026, 11))
	const repeats = 20_000
	a, b := make([]time.Duration, samples), make([]time.Duration, samples)
	far := 0
	for range repeats {
		for i := range samples {
			a[i], b[i] = time.Duration(chance.Int64N(1<<40)), time.Duration(chance.Int64N(1<<40))
		}
		z := math.Abs(mannWhitney(a, b))
		require.Less(t, z, apart)
		if z > 3 {
			far++
		}
	}
	require.InDelta(t, 0.0027, float64(far)/repeats, 0.0015)
}

// surfaces are what somebody outside can time, and how each is put back as it was.
var surfaces = map[string]func(*observed, *testing.T, string) *httptest.ResponseRecorder{
	"API: sign-in": func(o *observed, t *testing.T, who string) *httptest.ResponseRecorder {
		return o.session(t, who, "not the password")
	},
	"pages: sign-in": func(o *observed, t *testing.T, who string) *httptest.ResponseRecorder {
		return o.post(t, "/signin", "login", who, "password", "not the password")
	},
	"pages: linking": func(o *observed, t *testing.T, who string) *httptest.ResponseRecorder {
		return o.post(t, "/linking", "address", who+"@observe.example")
	},
	"pages: temporary password": func(o *observed, t *testing.T, who string) *httptest.ResponseRecorder {
		return o.post(t, "/temporary", "login", who)
	},
	"pages: secret code": func(o *observed, t *testing.T, who string) *httptest.ResponseRecorder {
		return o.post(t, "/access/code", "email", who+"@observe.example", "sent", "x", "secret", "x", "chosen", "voleuse", "new", observedPassword)
	},
	"pages: password of a registration": func(o *observed, t *testing.T, who string) *httptest.ResponseRecorder {
		return o.post(t, "/access/code/password", "email", who+"@observe.example")
	},
	"pages: request for access": func(o *observed, t *testing.T, who string) *httptest.ResponseRecorder {
		return o.post(t, "/access/requests/r-1/person", "service", "billing", "given", "Ève", "family", "Roy", "email", who+"@observe.example")
	},
}

// registered are the surfaces that know who was registered at a workplace, and not who
// has an account.
var registered = []string{"pages: secret code", "pages: password of a registration"}

// timed times what a surface takes for somebody known and for somebody unknown, in turn,
// the one or the other first by chance, and says how far apart they are.
func timed(t *testing.T, o *observed, surface string) float64 {
	t.Helper()
	ask, known := surfaces[surface], "linked"
	if slices.Contains(registered, surface) {
		known = "invite"
	}
	o.post(t, "/access", "id", "r-1", "form", "physicians")
	browser := maps.Clone(o.jar)
	took := map[string][]time.Duration{}
	for i := range samples + 2 {
		people := []string{known, "nobody"}
		rand.Shuffle(2, func(i, j int) { people[i], people[j] = people[j], people[i] })
		for _, who := range people {
			o.clock = o.clock.Add(3 * time.Hour) // letters may leave again
			o.jar = maps.Clone(browser)
			o.invitedAgain(t)
			require.NoError(t, o.store.Identity().ChangeThrottle(t.Context(), demoOrganisation, who, func(t identity.Throttle) identity.Throttle {
				t.Failures = 0
				return t
			}))
			start := time.Now()
			ask(o, t, who)
			if d := time.Since(start); i >= 2 { // the first are warming up
				took[who] = append(took[who], d)
			}
		}
	}
	return mannWhitney(took[known], took["nobody"])
}

// slow is a hasher that takes a few milliseconds, as a real one takes a few tens.
type slow struct{ identity.Hasher }

func (h slow) Verify(password, hash string) (right bool, err error) {
	for range 20 {
		if right, err = h.Hasher.Verify(password, hash); err != nil {
			return false, err
		}
	}
	return right, nil
}

var slower = slow{cheap}

// checklist 60: with the same work and a common time, no statistics of real timings tell
// who has an account.
func TestI3_TimingsTellNobodyWhoHasAnAccount(t *testing.T) {
	for surface := range surfaces {
		t.Run(surface, func(t *testing.T) {
			z := timed(t, observe(t, slower, &pace.Pace{Step: 4 * time.Millisecond, Most: 16 * time.Millisecond}), surface)
			t.Logf("%.2f standard deviations", z)
			require.Less(t, math.Abs(z), apart)
		})
	}
}

// lazy is what many systems do: nothing is hashed for a login that nobody has. It sees the
// hash of the directory's own decoy first, since nobody else has signed in.
type lazy struct {
	identity.Hasher
	decoy string
}

func (h *lazy) Hash(password string) (string, error) {
	hash, err := h.Hasher.Hash(password)
	if password != observedPassword {
		h.decoy = hash
	}
	return hash, err
}

func (h *lazy) Verify(password, hash string) (bool, error) {
	if hash == h.decoy {
		return false, nil
	}
	return h.Hasher.Verify(password, hash)
}

// The same statistics tell at once where the hash for nobody and the common time are
// taken away; either alone hides it.
func TestI3_TimingsTellWhenNothingIsDoneForNobody(t *testing.T) {
	none := func() *pace.Pace { return &pace.Pace{Sleep: func(context.Context, time.Duration) {}} }
	for _, surface := range []string{"API: sign-in", "pages: sign-in"} {
		require.Greater(t, timed(t, observe(t, &lazy{Hasher: slower}, none()), surface), apart, surface)
	}
	require.Less(t, math.Abs(timed(t, observe(t, &lazy{Hasher: slower}, &pace.Pace{Step: 4 * time.Millisecond, Most: 16 * time.Millisecond}), "API: sign-in")), apart)
}

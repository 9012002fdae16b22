package catalogue_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/goodstanding/goodstanding/hours/catalogue"
	"github.com/goodstanding/goodstanding/hours/catalogue/naive"
)

func TestZZDev(t *testing.T) {
	if os.Getenv("ZZ") == "" {
		t.Skip()
	}
	most, _ := strconv.Atoi(os.Getenv("ZZ"))
	from, _ := strconv.Atoi(os.Getenv("ZZFROM"))
	kinds := map[string]int{}
	refused := map[string]int{}
	compared, bad := 0, 0
	for seed := uint64(from); seed < uint64(from)+uint64(most); seed++ {
		written := writeDocument(seed)
		text := written.String()
		d, err := catalogue.Read("g", strings.NewReader(text))
		if err != nil {
			refused[reasonOf(err)]++
			continue
		}
		results, err := naive.Evaluate([]byte(text))
		if err != nil {
			t.Fatal(err, text)
		}
		for i, c := range d.Cases {
			compared++
			differ := disagreements(t, d.Regulation, c, results[i])
			if len(differ) == 0 {
				continue
			}
			bad++
			if os.Getenv("KNOWN") != "" && strings.Contains(text, os.Getenv("KNOWN")) {
				kinds["known"]++
				continue
			}
			kind := strings.Fields(differ[0])[0]
			if kind == "error:" {
				kinds["error"]++
				continue
			}
			if kinds[kind]++; kinds[kind] > 4 {
				break
			}
			least := reduce(written, i, func(text string) bool { return stillDiffers(t, text) })
			d2, _ := catalogue.Read("g", strings.NewReader(least.String()))
			r2, _ := naive.Evaluate([]byte(least.String()))
			fmt.Printf("=== seed %d case %d\n%s\n%s\n", seed, i, strings.Join(disagreements(t, d2.Regulation, d2.Cases[0], r2[0]), "\n"), least)
			break
		}
	}
	fmt.Println(compared, bad, kinds)
	for r, n := range refused {
		fmt.Println(n, r)
	}
}

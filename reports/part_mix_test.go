package reports

import (
	"strings"
	"testing"

	"valueshift/segments"
)

// What hidden groups bring together is what the others leave of a told total; a month
// without hidden groups has no remainder, nor has one whose total is not told.
func TestHiddenProfitIsWhatTheTotalLeaves(t *testing.T) {
	w, err := newWriter(fixture())
	if err != nil {
		t.Fatal(err)
	}
	s := *w.portfolio()
	s.months = []Month{{Month: monthEnd(0), ProfitMinor: 100_00}, {Month: monthEnd(1), ProfitMinor: 100_00}, {Month: monthEnd(2), Hidden: Few}}
	s.mix = nil
	for i := range 3 {
		s.mix = append(s.mix, Mix{Month: monthEnd(i), GroupCode: segments.Creators, ProfitMinor: 120_00, Customers: 9})
	}
	s.mix = append(s.mix, Mix{Month: monthEnd(1), GroupCode: segments.Eroders, ProfitMinor: -20_00, Customers: 9},
		Mix{Month: monthEnd(2), GroupCode: segments.Eroders, Hidden: Few})
	for _, g := range []segments.Group{segments.Eroders, segments.Destroyers} {
		s.mix = append(s.mix, Mix{Month: monthEnd(0), GroupCode: g, Hidden: Beside})
	}
	rest, ok := s.hiddenWorth(s.money.fitting(0))
	if !ok || rest.heights[0] != -20 || rest.heights[1] != 0 || rest.heights[2] != 0 {
		t.Errorf("%v", rest.heights)
	}
	if !strings.Contains(rest.tips[0], "Eroders and Destroyers together: ") {
		t.Error(rest.tips[0])
	}
}

// An axis reaches a total that lies above all that is shown.
func TestProfitAxisHasTheTotal(t *testing.T) {
	c, err := worthChart("worth", []string{"Jan"}, []stack{{group: segments.Creators, heights: []float64{170}, tips: []string{""}}},
		stack{heights: []float64{201}, tips: []string{""}}, 300)
	if err != nil {
		t.Fatal(err)
	}
	axis := c.option["yAxis"].([]any)[0].(map[string]any)
	if high, _ := axis["max"].(float64); high < 201 {
		t.Errorf("the axis ends at %v", axis["max"])
	}
}

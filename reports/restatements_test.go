package reports

import (
	"fmt"
	"strings"
	"testing"
)

// The page lists the largest changes and counts the rest; the portfolio comes
// first, also when it stays as it was.
func TestRestatedSegments(t *testing.T) {
	b := fixture()
	b.Restatements, b.SegmentRestatements = nil, nil
	for i := range maxRestatements + 2 {
		b.SegmentRestatements = append(b.SegmentRestatements, SegmentRestatement{
			Month: monthEnd(3), Segment: fmt.Sprintf("Segment %02d", i), ChangeMinor: int64(1000 - i), RunVersion: "2026-10-31-0a1b2c3d",
		})
	}
	page := files(t, site(t, b, 1))["quality.html"]
	last := 0
	for _, want := range []string{"The portfolio stays as it was closed", "Segment 00", fmt.Sprintf("Segment %02d", maxRestatements-1), "And 2 smaller changes"} {
		at := strings.Index(page, want)
		if at < last {
			t.Errorf("%q is missing or too early", want)
		}
		last = max(at, last)
	}
	if strings.Contains(page, fmt.Sprintf("Segment %02d", maxRestatements)) {
		t.Error("the page lists more than it says")
	}
}

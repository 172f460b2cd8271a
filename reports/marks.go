package reports

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"valueshift/segments"
)

// The small marks are drawn by templates from the numbers below; x and y are in
// the units of each mark's own view box.

// spark is a line over the months without axes.
type spark struct {
	Line   string // path data; empty when there is only one month
	Dashed string // path of the target or glidepath
	X, Y   string // the last month's dot; empty when it has no number
	Tip    string // what it does not show by itself; empty: nothing
}

const sparkWidth, sparkHeight = 196, 34

// monthValue is a number at a month-end.
type monthValue struct {
	month time.Time
	value float64
}

// byMonth puts numbers in their places among all months from one to another, so that what
// is not there leaves a gap.
func byMonth(from, to time.Time, known []monthValue) []*float64 {
	list := make([]*float64, max(0, monthsBetween(from, to)+1))
	for _, k := range known {
		if at := monthsBetween(from, k.month); at >= 0 && at < len(list) {
			list[at] = &k.value
		}
	}
	return list
}

// monthsBetween counts the months from one to another, whatever their days.
func monthsBetween(from, to time.Time) int {
	return (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
}

// newSpark draws actual values and, dashed, what was promised. A nil value leaves
// a gap, and so does a month that the lines break before.
func newSpark(actual, promised []*float64, breaks ...int) *spark {
	low, high := math.Inf(1), math.Inf(-1)
	for _, values := range [][]*float64{actual, promised} {
		for _, v := range values {
			if v != nil {
				low, high = min(low, *v), max(high, *v)
			}
		}
	}
	if math.IsInf(low, 1) {
		return nil
	}
	at := func(i int, v float64) (string, string) {
		x := 4.0 + float64(i)*(sparkWidth-8)/float64(max(1, len(actual)-1))
		y := sparkHeight / 2.0
		if high > low {
			y = sparkHeight - 4 - (v-low)/(high-low)*(sparkHeight-8)
		}
		return pixel(x), pixel(y)
	}
	s := &spark{Line: polyline(actual, breaks, at), Dashed: polyline(promised, breaks, at)}
	if n := len(actual); n > 0 && actual[n-1] != nil {
		s.X, s.Y = at(n-1, *actual[n-1])
	}
	return s
}

// polyline joins the values that exist; one between two gaps is a dot. A lone value makes
// no line.
func polyline(values []*float64, breaks []int, at func(int, float64) (string, string)) string {
	var b strings.Builder
	command, points := "M", 0
	for i, v := range values {
		if v == nil {
			command = "M"
			continue
		}
		if slices.Contains(breaks, i) {
			command = "M"
		}
		x, y := at(i, *v)
		b.WriteString(command + x + " " + y)
		if command == "M" && (i == len(values)-1 || values[i+1] == nil || slices.Contains(breaks, i+1)) {
			b.WriteString("h0")
		}
		command = "L"
		points++
	}
	if points < 2 {
		return ""
	}
	return b.String()
}

// bullet compares one number with where it should be now and in the end.
type bullet struct {
	X, Width string // bar from zero to the actual
	Zero     string
	Glide    string // empty: unknown
	Target   string
	Class    string
	Tip      string
}

const bulletWidth = 150

func newBullet(actual, glide *float64, target float64, class, tip string) *bullet {
	low, high := min(0, target), max(0, target)
	for _, v := range []*float64{actual, glide} {
		if v != nil {
			low, high = min(low, *v), max(high, *v)
		}
	}
	if high == low {
		high = 1
	}
	x := func(v float64) float64 { return 3 + (v-low)/(high-low)*(bulletWidth-6) }
	b := &bullet{Zero: pixel(x(0)), Target: pixel(x(target)), Class: class, Tip: tip}
	if actual != nil {
		b.X, b.Width = pixel(min(x(0), x(*actual))), pixel(math.Abs(x(*actual)-x(0)))
	}
	if glide != nil {
		b.Glide = pixel(x(*glide))
	}
	return b
}

// deviation is a bar left or right of zero, on a scale that its table shares.
type deviation struct{ X, Width, Zero, Class string }

const deviationWidth = 90

func newDeviation(change, largest float64, moreIsBetter bool) *deviation {
	class, _ := judge(change, moreIsBetter)
	length := 0.0
	if largest > 0 {
		length = math.Abs(change) / largest * (deviationWidth/2 - 2)
	}
	const zero = deviationWidth / 2
	d := &deviation{X: pixel(zero), Width: pixel(length), Zero: pixel(zero), Class: class}
	if change < 0 {
		d.X = pixel(zero - length)
	}
	return d
}

// mixBar is one bar parted by value group.
type mixBar struct {
	Parts []mixPart
	Tip   string
}

type mixPart struct{ X, Width, Class string }

const mixBarWidth = 120

// newMixBar draws how all customers are spread over the groups. Groups that are hidden
// are outlined together, as what the others leave; nil: nothing is told.
func (l spelling) newMixBar(mix []*Mix, all int64, hidden string) *mixBar {
	b, x := &mixBar{}, 0.0
	var tips []string
	add := func(class, tip string, customers int64) {
		width := float64(customers) / float64(all) * mixBarWidth
		b.Parts = append(b.Parts, mixPart{pixel(x), pixel(width), class})
		x += width
		tips = append(tips, tip)
	}
	rest := all
	for _, m := range mix {
		if m.Customers > 0 {
			add(m.GroupCode.Key(), shortGroup(m.GroupCode)+" "+l.percentOr(m.CustomerShare, 1), m.Customers)
			rest -= m.Customers
		}
	}
	if len(b.Parts) == 0 {
		return nil
	}
	if rest > 0 && hidden != "" {
		add("out", hidden+" together "+l.percent(float64(rest)/float64(all), 1), rest)
	}
	b.Tip = strings.Join(tips, ", ")
	return b
}

// moves sets the customers who moved up against those who moved down.
type moves struct{ Up, Down, DownX string }

func newMoves(up, down int64) *moves {
	if up+down == 0 {
		return nil
	}
	const half, zero = 94.0, 98.0
	largest := float64(max(up, down))
	width := float64(down) / largest * half
	return &moves{Up: pixel(float64(up) / largest * half), Down: pixel(width), DownX: pixel(zero - width)}
}

// mark is a small shape with a word beside it, for intents and states of targets.
type mark struct{ Shape, Class, Word string }

func intentMark(i segments.Intent) *mark {
	return &mark{intentShape(i), string(i), string(i)}
}

func statusMark(colour string) *mark {
	s := statusOf(colour)
	return &mark{s.Shape, s.Class, s.Word}
}

// pixel keeps coordinates short.
func pixel(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

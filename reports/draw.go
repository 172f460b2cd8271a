package reports

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/dop251/goja"
)

//go:embed assets/echarts-6.1.0.min.js
var echartsJS string

//go:embed assets/draw.js
var drawJS string

// chart is an ECharts option as data, ready to be drawn.
type chart struct {
	id     string // [a-z0-9]+, prefix of the ids inside the SVG
	width  int
	height int
	option map[string]any
	tips   [][]string // by series and item; empty: the mark does not answer
	labels []string   // of a bridge's steps, or of what an axis counts
	lines  []line     // notes, by day
	bands  []band     // upright areas that answer for a line, by x

	isColumns bool // months are columns, not points at their ends
}

// band is an invisible column of a line chart; a line has no marks of its own
// that a pointer could hit.
type band struct {
	at  float64
	tip string
}

// drawer turns charts into SVG without a browser or a network. It is not safe for
// concurrent use: every worker has its own.
type drawer struct {
	kept *Drawings // nil: every chart is drawn
	spelling
	vm   *goja.Runtime
	draw goja.Callable
}

// ECharts is a CommonJS module and asks for timers it does not need here.
const shellJS = `var module={exports:{}},exports=module.exports;` +
	`function setTimeout(){return 0}function clearTimeout(){}`

// programs compiles the scripts once; workers share them.
var programs = sync.OnceValues(func() ([]*goja.Program, error) {
	var compiled []*goja.Program
	for _, source := range []struct{ name, text string }{
		{"shell.js", shellJS}, {"echarts.js", echartsJS}, {"draw.js", drawJS},
	} {
		p, err := goja.Compile(source.name, source.text, false)
		if err != nil {
			return nil, fmt.Errorf("compile %s: %w", source.name, err)
		}
		compiled = append(compiled, p)
	}
	return compiled, nil
})

// start loads the renderer.
func (d *drawer) start() error {
	compiled, err := programs()
	if err != nil {
		return err
	}
	d.vm = goja.New()
	// ECharts draws random numbers for internal keys while it loads.
	seed := uint64(1)
	d.vm.SetRandSource(func() float64 {
		seed = seed*6364136223846793005 + 1442695040888963407
		return float64(seed>>11) / (1 << 53)
	})
	for _, p := range compiled {
		if _, err := d.vm.RunProgram(p); err != nil {
			return fmt.Errorf("load chart renderer: %w", err)
		}
	}
	var ok bool
	if d.draw, ok = goja.AssertFunction(d.vm.Get("draw")); !ok {
		return fmt.Errorf("load chart renderer: draw is not a function")
	}
	return nil
}

// order is what draw() asks for, and all that a drawing depends on.
type order struct {
	Option map[string]any `json:"option"`
	Width  int            `json:"width"`
	Height int            `json:"height"`
	Labels []string       `json:"labels"`
	Bands  []float64      `json:"bands"` // x of each band
	Lines  []float64      `json:"lines"` // x of each note
	Marks  marks          `json:"marks"`
}

// marks are what numbers on axes are spelled with.
type marks struct {
	Group   string `json:"group"`
	Point   string `json:"point"`
	Percent string `json:"percent"` // the sign, with the space before it
}

// drawing is what draw() answers.
type drawing struct {
	SVG    string    `json:"svg"`
	Bands  []float64 `json:"bands"` // pixel of each band's x
	Lines  []float64 `json:"lines"` // and of each note's
	Left   float64   `json:"left"`  // the plot's area
	Top    float64   `json:"top"`
	Width  float64   `json:"width"`
	Height float64   `json:"height"`
}

// svg gives c as text for a page. When ctx ends it stops in the middle of a drawing.
func (d *drawer) svg(ctx context.Context, c chart) (string, error) {
	out, err := d.drawing(ctx, c)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}
	// What was kept goes through here too: the page takes it only as the list of
	// elements and attributes allows.
	text, err := trim(c, out)
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}
	return text, nil
}

// drawing finds c among what is kept, or draws it.
func (d *drawer) drawing(ctx context.Context, c chart) (drawing, error) {
	o := order{c.option, c.width, c.height, append([]string{}, c.labels...), make([]float64, len(c.bands)), make([]float64, len(c.lines)),
		marks{d.convention().group, d.convention().point, d.percentSign()}}
	for i, b := range c.bands {
		o.Bands[i] = b.at
	}
	for i, l := range c.lines {
		o.Lines[i] = l.at
	}
	text, err := json.Marshal(o)
	if err != nil {
		return drawing{}, err
	}
	if d.kept == nil {
		return d.make(ctx, text)
	}
	key := hashOf([]byte(program() + string(text)))
	if found, ok := d.kept.find(key); ok && len(found.Bands) == len(c.bands) && len(found.Lines) == len(c.lines) {
		return found, nil
	}
	made, err := d.make(ctx, text)
	if err == nil {
		d.kept.add(key, made)
	}
	return made, err
}

// make has the renderer draw an order.
func (d *drawer) make(ctx context.Context, order []byte) (made drawing, err error) {
	if d.vm == nil {
		if err := d.start(); err != nil {
			return drawing{}, err
		}
	}
	d.vm.ClearInterrupt()
	stop := context.AfterFunc(ctx, func() { d.vm.Interrupt(ctx.Err()) })
	defer stop()
	answer, err := d.draw(goja.Undefined(), d.vm.ToValue(string(order)))
	if err != nil {
		return drawing{}, err
	}
	if err := ctx.Err(); err != nil {
		return drawing{}, err
	}
	err = json.Unmarshal([]byte(answer.String()), &made)
	return made, err
}

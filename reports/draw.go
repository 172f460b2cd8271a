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
	labels []string   // of a bridge's steps
	bands  []band     // upright areas that answer for a line, by x
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
	vm   *goja.Runtime
	draw goja.Callable
}

// programs compiles the scripts once; workers share them.
var programs = sync.OnceValues(func() ([]*goja.Program, error) {
	// ECharts is a CommonJS module and asks for timers it does not need here.
	const shell = `var module={exports:{}},exports=module.exports;` +
		`function setTimeout(){return 0}function clearTimeout(){}`
	var compiled []*goja.Program
	for _, source := range []struct{ name, text string }{
		{"shell.js", shell}, {"echarts.js", echartsJS}, {"draw.js", drawJS},
	} {
		p, err := goja.Compile(source.name, source.text, false)
		if err != nil {
			return nil, fmt.Errorf("compile %s: %w", source.name, err)
		}
		compiled = append(compiled, p)
	}
	return compiled, nil
})

func newDrawer() (*drawer, error) {
	compiled, err := programs()
	if err != nil {
		return nil, err
	}
	vm := goja.New()
	// ECharts draws random numbers for internal keys while it loads.
	seed := uint64(1)
	vm.SetRandSource(func() float64 {
		seed = seed*6364136223846793005 + 1442695040888963407
		return float64(seed>>11) / (1 << 53)
	})
	for _, p := range compiled {
		if _, err := vm.RunProgram(p); err != nil {
			return nil, fmt.Errorf("load chart renderer: %w", err)
		}
	}
	draw, ok := goja.AssertFunction(vm.Get("draw"))
	if !ok {
		return nil, fmt.Errorf("load chart renderer: draw is not a function")
	}
	return &drawer{vm, draw}, nil
}

// drawing is what draw() answers.
type drawing struct {
	SVG    string    `json:"svg"`
	Bands  []float64 `json:"bands"` // pixel of each band's x
	Left   float64   `json:"left"`  // the plot's area
	Top    float64   `json:"top"`
	Width  float64   `json:"width"`
	Height float64   `json:"height"`
}

// svg draws c. When ctx ends it stops in the middle of a drawing.
func (d *drawer) svg(ctx context.Context, c chart) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	at := make([]float64, len(c.bands))
	for i, b := range c.bands {
		at[i] = b.at
	}
	option, err := json.Marshal(c.option)
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}
	bands, err := json.Marshal(at)
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}
	labels, err := json.Marshal(append([]string{}, c.labels...))
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}

	d.vm.ClearInterrupt()
	stop := context.AfterFunc(ctx, func() { d.vm.Interrupt(ctx.Err()) })
	defer stop()
	v, err := d.draw(goja.Undefined(), d.vm.ToValue(string(option)), d.vm.ToValue(c.width),
		d.vm.ToValue(c.height), d.vm.ToValue(string(labels)), d.vm.ToValue(string(bands)))
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}
	var out drawing
	if err := json.Unmarshal([]byte(v.String()), &out); err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}
	text, err := trim(c, out)
	if err != nil {
		return "", fmt.Errorf("chart %s: %w", c.id, err)
	}
	return text, nil
}

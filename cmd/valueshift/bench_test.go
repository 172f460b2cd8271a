//go:build bench

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

const benchConfig = `portfolio: Bench
currency: EUR
value_groups: {neutral_min: 1}
customers: {min_tenure_months: 0}
engine: {memory_limit: %s}
intents:
  rules:
    - {rule: R0, groups: [new], intent: observe, reason: UNPROVEN}
    - {rule: R1, groups: [dormant], intent: maintain, reason: DORMANT}
    - {rule: R3, groups: [destroyers, eroders], fixable: yes, intent: re-engineer, reason: FIXABLE_LOSS}
    - {rule: R5, groups: [destroyers, eroders], intent: re-engineer, reason: LOSS_UNRESOLVED}
    - {rule: R6, groups: [neutral], headroom: high, intent: grow, reason: LATENT_VALUE}
    - {rule: R7, groups: [neutral], intent: maintain, reason: NEUTRAL}
    - {rule: R9, groups: [creators, contributors], trend: down, intent: re-engineer, reason: DECLINING}
    - {rule: R10, groups: [creators, contributors], headroom: high, intent: grow, reason: SWEET_SPOT}
    - {rule: R11, groups: [creators, contributors], intent: maintain, reason: HEALTHY}
targets:
  - {metric: profit, direction: at_least, baseline: {month: 2025-06}, target: {month: 2026-06, value: %d}}
exports:
  customers:
    files: [customers.parquet]
    columns: {customer_id: customer_id, segment: segment, acquired_on: {from: since, date: "%%Y-%%m-%%d"}}
  revenue:
    files: ["revenue/*"]
    columns:
      customer_id: customer_id
      booked_on: {from: booked_on, date: "%%Y-%%m-%%d"}
      revenue: revenue
      direct_cost: direct_cost
      product: product
`

// TestBench measures nights: the first, the next month-end, the same again, and one
// with nothing new. BENCH says which companies: small, large or growth; without it all.
func TestBench(t *testing.T) {
	sizes := map[string][]benchNight{
		"small": {{size{100_000, 1_000_000, false}, "2GB"}},
		"large": {
			{size{1_000_000, 10_000_000, false}, "4GB"}, {size{1_000_000, 10_000_000, false}, "1GB"},
			{size{1_000_000, 10_000_000, true}, "4GB"}, {size{1_000_000, 100_000_000, false}, "4GB"}, {size{10_000_000, 100_000_000, false}, "6GB"},
		},
		"growth": {
			{size{100_000, 1_000_000, false}, "4GB"}, {size{200_000, 2_000_000, false}, "4GB"},
			{size{400_000, 4_000_000, false}, "4GB"}, {size{1_000_000, 10_000_000, false}, "4GB"},
		},
	}
	for _, name := range []string{"small", "growth", "large"} {
		if asked := os.Getenv("BENCH"); asked != "" && asked != name {
			continue
		}
		var firsts []measured
		for _, b := range sizes[name] {
			t.Run(name+"/"+b.String(), func(t *testing.T) { firsts = append(firsts, b.run(t)) })
		}
		if name == "growth" && len(firsts) == len(sizes[name]) {
			printGrowth(sizes[name], firsts)
		}
	}
}

// printGrowth shows how many times the processor seconds of the smallest company's
// first night each larger one takes, beside how many times the lines it has.
func printGrowth(sizes []benchNight, nights []measured) {
	fmt.Println("\nprocessor seconds of a first night, as multiples of the first column")
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(first string, of func(i int) float64) {
		fmt.Fprint(w, first, "\t")
		for i := range sizes {
			fmt.Fprintf(w, "%.1f\t", of(i)/of(0))
		}
		fmt.Fprintln(w)
	}
	row("lines and customers", func(i int) float64 { return float64(sizes[i].lines) })
	for _, stage := range benchStages {
		if nights[0].stages[stage].processor > 0 {
			row(stage, func(i int) float64 { return nights[i].stages[stage].processor.Seconds() })
		}
	}
	row("whole night", func(i int) float64 { return nights[i].processor.Seconds() })
	row("peak memory", func(i int) float64 { return float64(nights[i].memory) })
	w.Flush()
}

// benchNight is a company and the memory that its nights get.
type benchNight struct {
	size
	memory string
}

func (b benchNight) String() string { return b.size.String() + ", memory_limit " + b.memory }

// run does the nights, prints them and returns the first.
func (b benchNight) run(t *testing.T) measured {
	exports := b.exports(t)
	folder := t.TempDir()
	if err := b.settle(folder, exports); err != nil {
		t.Fatal(err)
	}
	floor := b.floor(t, folder)
	nights := []measured{watched(t, folder)}
	names := []string{"first night"}
	last := filepath.Join("revenue", b.month(benchMonths))
	if err := os.Symlink(filepath.Join(exports, last), filepath.Join(folder, last)); err != nil {
		t.Fatal(err)
	}
	for _, night := range []struct {
		name  string
		flags []string
	}{{"next month-end", nil}, {"the same again", []string{"--again"}}, {"nothing new", nil}} {
		names, nights = append(names, night.name), append(nights, watched(t, folder, night.flags...))
	}
	b.print(floor, names, nights)
	return nights[0]
}

// settle delivers all months but the last.
func (b benchNight) settle(folder, exports string) error {
	if err := os.Mkdir(filepath.Join(folder, "revenue"), 0o700); err != nil {
		return err
	}
	if err := os.Symlink(filepath.Join(exports, "customers.parquet"), filepath.Join(folder, "customers.parquet")); err != nil {
		return err
	}
	for n := range benchMonths {
		name := filepath.Join("revenue", b.month(n))
		if err := os.Symlink(filepath.Join(exports, name), filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(folder, "config.yaml"), fmt.Appendf(nil, benchConfig, b.memory, b.lines), 0o600)
}

// print shows the nights side by side: seconds, processor seconds, and both as
// multiples of the floor.
func (b benchNight) print(floor spent, names []string, nights []measured) {
	fmt.Printf("\n%s\nfloor (DuckDB alone: scan and group by customer): %s s, CPU %s s\n", b, seconds(floor.wall), seconds(floor.processor))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(first string, cell func(m measured) string) {
		fmt.Fprint(w, first, "\t")
		for _, m := range nights {
			fmt.Fprint(w, cell(m), "\t")
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "s / CPU s\t"+strings.Join(names, "\t")+"\t")
	for _, stage := range benchStages {
		row(stage, func(m measured) string {
			return seconds(m.stages[stage].wall) + " / " + seconds(m.stages[stage].processor)
		})
	}
	row("whole night", func(m measured) string { return seconds(m.wall) + " / " + seconds(m.processor) })
	row("× floor", func(m measured) string {
		return fmt.Sprintf("%.1f / %.1f", float64(m.wall)/float64(floor.wall), float64(m.processor)/float64(floor.processor))
	})
	row("peak memory, MB", func(m measured) string { return fmt.Sprint(m.memory >> 20) })
	row("spilled, MB", func(m measured) string { return fmt.Sprint(m.spill >> 20) })
	w.Flush()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()) }

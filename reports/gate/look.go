package gate

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed look.js
var lookJS string

// How says what is tried on a page. The least is to look at it 1280 and 390 pixels
// wide.
type How struct {
	Dark    bool   // dark by preference and by ?theme=
	Paper   bool   // printed
	Plain   bool   // without scripts
	Hands   bool   // tooltips, sorting and filtering, by mouse, finger and keys
	Axe     string // the text of axe-core, which is then run; empty: not
	Printed func(page string, sheets int)
}

// Every tries everything but axe-core.
var Every = How{Dark: true, Paper: true, Plain: true, Hands: true}

const (
	wide      = 1280
	narrow    = 390
	sheetWide = 981 // a Letter sheet on its side, within its margins; A4 is wider
)

// Look opens pages, two at a time, and tells what is wrong with them.
func (b *Browser) Look(folder string, pages []string, how How) ([]Finding, error) {
	var group sync.WaitGroup
	next := make(chan string, len(pages))
	for _, page := range pages {
		next <- page
	}
	close(next)
	found, errs := make([][]Finding, 2), make([]error, 2)
	for i := range 2 {
		group.Go(func() { found[i], errs[i] = b.lookAtAll(folder, next, how) })
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return tidy(append(found[0], found[1]...)), nil
}

// lookAtAll shows pages one after the other in one tab: a new one costs as much as
// looking does.
func (b *Browser) lookAtAll(folder string, pages <-chan string, how How) (found []Finding, err error) {
	t, err := b.empty(folder)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	for page := range pages {
		list, err := b.look(t, page, how)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", page, err)
		}
		found = append(found, list...)
	}
	return found, nil
}

// visit is one page that is being looked at.
type visit struct {
	*Tab
	page  string
	found []Finding
}

func (b *Browser) look(t *Tab, page string, how How) ([]Finding, error) {
	if err := t.show(page, wide); err != nil {
		return nil, err
	}
	v := &visit{Tab: t, page: page}
	if err := v.tour(how); err != nil {
		return nil, err
	}
	v.found = append(v.found, t.Complaints(page)...)
	if how.Dark {
		if err := v.again(b, page+"?theme=dark", "theme(true)"); err != nil {
			return nil, err
		}
	}
	if how.Plain {
		if err := v.again(b, page, "screen()", WithoutScripts); err != nil {
			return nil, err
		}
	}
	return v.found, nil
}

// again opens the page anew, in another state, and asks it something.
func (v *visit) again(b *Browser, page, question string, before ...func(*Tab) error) error {
	t, err := b.Open(v.folder, page, wide, before...)
	if err != nil {
		return err
	}
	defer t.Close()
	other := &visit{Tab: t, page: v.page}
	if err := other.ask("again", lookJS, "gateLook."+question); err != nil {
		return err
	}
	v.found = append(append(v.found, other.found...), t.Complaints(v.page)...)
	return nil
}

// tour goes through the states of one page without loading it anew.
func (v *visit) tour(how How) error {
	if err := v.ask("1280 px", lookJS, "gateLook.open()", "gateLook.screen()", "gateLook.theme(false)"); err != nil {
		return err
	}
	if how.Axe != "" {
		if err := v.axe("light", how.Axe); err != nil {
			return err
		}
	}
	if how.Hands {
		if err := v.mouse(); err != nil {
			return err
		}
		if err := v.keys(); err != nil {
			return err
		}
	}
	if how.Dark {
		if err := v.Media("", "dark"); err != nil {
			return err
		}
		if err := v.ask("dark", "gateLook.theme(true)"); err != nil {
			return err
		}
		if how.Axe != "" {
			if err := v.axe("dark", ""); err != nil {
				return err
			}
		}
	}
	if how.Paper { // still dark where that was asked: paper never is
		if err := v.paper(how.Printed); err != nil {
			return err
		}
	}
	if err := v.Media("", "light"); err != nil {
		return err
	}
	if err := v.Do(chromedp.EmulateViewport(narrow, 844, chromedp.EmulateMobile, chromedp.EmulateTouch)); err != nil {
		return err
	}
	if err := v.ask("390 px", "gateLook.screen()", "gateLook.targets()"); err != nil {
		return err
	}
	if !how.Hands {
		return v.ask("at last", "gateLook.names()")
	}
	if err := v.touch(); err != nil {
		return err
	}
	if err := v.Do(chromedp.EmulateViewport(wide, 900)); err != nil {
		return err
	}
	return v.ask("hands", "gateLook.filter()", "gateLook.sort()", "gateLook.names()")
}

// ask runs scripts that answer with pairs of a rule and what is wrong.
func (v *visit) ask(where string, scripts ...string) error {
	for _, script := range scripts {
		answer, err := v.Eval(script)
		if err != nil {
			return err
		}
		if err := v.note(where, answer); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) note(where, answer string) error {
	var list [][2]string
	if err := json.Unmarshal([]byte(answer), &list); err != nil {
		return err
	}
	for _, one := range list {
		v.found = append(v.found, Finding{v.page, one[0], where + ": " + one[1]})
	}
	return nil
}

func (v *visit) paper(printed func(string, int)) error {
	if err := v.Media("print", "dark"); err != nil {
		return err
	}
	if err := v.Do(chromedp.EmulateViewport(sheetWide, 700)); err != nil {
		return err
	}
	if err := v.ask("paper", "gateLook.paper()"); err != nil {
		return err
	}
	if err := v.Media("", "dark"); err != nil {
		return err
	}
	// Folded tables stay at home, as they do when a reader prints.
	if _, err := v.Eval(`for (const d of document.querySelectorAll('details')) d.open = false; ''`); err != nil {
		return err
	}
	_, sheets, err := v.PDF()
	if err != nil {
		return err
	}
	if sheets == 0 {
		v.found = append(v.found, Finding{v.page, Paper, "no sheet was printed"})
	}
	if printed != nil {
		printed(v.page, sheets)
	}
	_, err = v.Eval(`gateLook.open()`)
	return err
}

// spot is a point on a mark and what its tooltip must say.
type spot struct {
	X, Y    float64
	Tip, ID string
}

// eachSpot points at the first and the last mark of every drawing that has any.
func (v *visit) eachSpot(rule string, point func(spot) error) error {
	var n int
	if err := v.json("gateLook.plots()", &n); err != nil {
		return err
	}
	for p := range n {
		for _, isLast := range []bool{false, true} {
			var s spot
			if err := v.json(fmt.Sprintf("gateLook.spot(%d, %v)", p, isLast), &s); err != nil {
				return err
			}
			if s.Tip == "" {
				v.found = append(v.found, Finding{v.page, rule, s.ID + ": no mark can be pointed at"})
				continue
			}
			if err := v.told(rule, s.ID, s.Tip, false, func() error { return point(s) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *visit) json(script string, into any) error {
	answer, err := v.Eval(script)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(answer), into)
}

// told does something and holds what the tooltip then says, and what is spoken,
// against what they must. It tries thrice: a tooltip hides when the page scrolls, and
// the event of a scroll that is over may come late.
func (v *visit) told(rule, id, want string, isSpoken bool, try func() error) error {
	var got struct{ Tip, Spoken string }
	for range 3 {
		if err := try(); err != nil {
			return err
		}
		if err := v.json("gateLook.told()", &got); err != nil {
			return err
		}
		if got.Tip == want && (!isSpoken || got.Spoken == want) {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	v.found = append(v.found, Finding{v.page, rule, fmt.Sprintf("%s: shown %q, spoken %q, want %q", id, got.Tip, got.Spoken, want)})
	return nil
}

func (v *visit) mouse() error {
	return v.eachSpot(Mouse, func(s spot) error {
		return v.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, s.X, s.Y))
	})
}

func (v *visit) touch() error {
	return v.eachSpot(Touch, func(s spot) error {
		at := []*input.TouchPoint{{X: s.X, Y: s.Y}}
		if _, err := chromedp.Call(v.Ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: at}); err != nil {
			return err
		}
		_, err := chromedp.Call(v.Ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
		return err
	})
}

// keys walks through every drawing: to the first mark, the last, and out.
func (v *visit) keys() error {
	if _, err := chromedp.Call(v.Ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		return err
	}
	var n int
	if err := v.json("gateLook.plots()", &n); err != nil {
		return err
	}
	for p := range n {
		var tips []string
		if err := v.json(fmt.Sprintf("gateLook.focus(%d)", p), &tips); err != nil {
			return err
		}
		for _, press := range []struct{ keys, tip string }{{kb.End + kb.ArrowRight, tips[0]}, {kb.End, tips[len(tips)-1]}, {kb.Home, tips[0]}, {kb.Escape, ""}} {
			err := v.told(Keys, fmt.Sprintf("drawing %d", p), press.tip, press.tip != "", func() error { return v.Do(chromedp.KeyEvent(press.keys)) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

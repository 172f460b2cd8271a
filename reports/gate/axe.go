package gate

import "fmt"

// runAxe asks for WCAG 2.0 to 2.2, A and AA, and for best practice.
const runAxe = `axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}},
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(result => JSON.stringify(
	result.violations.flatMap(v => v.nodes.slice(0, 5).map(n => ['axe', v.id + ': ' + n.target.join(' ') + ': ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 200)]))))`

// axe runs axe-core; its text is given the first time on a page.
func (v *visit) axe(where, text string) error {
	if text != "" {
		// Evaluated from outside the page, so its policy stays as it is.
		if _, err := v.Eval(text + "; ''"); err != nil {
			return fmt.Errorf("axe-core: %w", err)
		}
	}
	answer, err := v.Eval(runAxe)
	if err != nil {
		return fmt.Errorf("axe-core: %w", err)
	}
	return v.note(where, answer)
}

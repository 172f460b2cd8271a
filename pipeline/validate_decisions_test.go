package pipeline

import (
	"strings"
	"testing"
)

// What people decide about intents is judged where it stands, all at once.
func TestLoadDecisions(t *testing.T) {
	for _, c := range []struct{ why, more, want string }{
		{"all four lists", `strategies:
  - {segment: Families, intents: [grow, maintain]}
overrides:
  - {segment: Families, group: neutral, intent: grow, owner: A, reason: offer, created: 2026-01-01, expires: 2026-06-30}
reengineered:
  - {segment: Families, group: destroyers, completed: 2026-03-31, owner: A, note: fewer calls}
approvals:
  - {segment: Families, group: destroyers, owner: B, approved: 2026-04-01, expires: 2026-09-30}
`, ""},
		{"three intents", "strategies:\n  - {segment: Families, intents: [grow, maintain, retire]}\n",
			"config.yaml:20: strategies[0].intents: one or two intents, not 3: what serves everything is no strategy"},
		{"too long", "overrides:\n  - {segment: F, group: new, intent: grow, owner: A, reason: r,\n     created: 2026-01-01,\n     expires: 2026-07-01}\n",
			"config.yaml:22: overrides[0].expires: must be at most 180 days after created, 2026-06-30, is 2026-07-01"},
		{"several lists", "reengineered:\n  - {segment: F, group: new, completed: soon, owner: A}\napprovals:\n  - {segment: F, group: new, approved: 2026-01-01, expires: 2026-01-02}\n",
			"config.yaml:20: reengineered[0].completed: must be a date like 2026-10-31, is \"soon\"\n" +
				"config.yaml:22: approvals[0].owner: is missing"},
	} {
		if got := mistakesIn(t, small+c.more, nil); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.why, got, c.want)
		}
	}
}

func TestLoadTruths(t *testing.T) {
	with := func(value string) string {
		return edit(t, small, "intents:\n", "intents:\n  maintain_is_free: "+value+"\n")
	}
	if !loaded(t, with("true"), nil).Intents.MaintainIsFree || loaded(t, with("False"), nil).Intents.MaintainIsFree {
		t.Error("a truth is not read as it is written")
	}
	const want = `config.yaml:4: intents.maintain_is_free: must be true or false, is "yes please"`
	if got := mistakesIn(t, with("yes please"), nil); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	t.Setenv("VALUESHIFT_INTENTS_MAINTAIN_IS_FREE", "true")
	if !loaded(t, small, nil).Intents.MaintainIsFree {
		t.Error("a variable does not reach it")
	}
	t.Setenv("VALUESHIFT_INTENTS_MAINTAIN_IS_FREE", "2")
	if got := mistakesIn(t, small, nil); !strings.HasPrefix(got, "VALUESHIFT_INTENTS_MAINTAIN_IS_FREE: must be true or false") {
		t.Errorf("got %s", got)
	}
}

// A decision moves figures, so it is part of what the configuration is known by.
func TestDecisionsAreHashed(t *testing.T) {
	plain := loaded(t, small, nil).Hash()
	for _, more := range []string{
		"strategies:\n  - {segment: Families, intents: [grow]}\n",
		"overrides:\n  - {segment: F, group: new, intent: grow, owner: A, reason: r, created: 2026-01-01, expires: 2026-01-31}\n",
		"reengineered:\n  - {segment: F, group: new, completed: 2026-01-31, owner: A}\n",
		"approvals:\n  - {segment: F, group: new, owner: A, approved: 2026-01-01, expires: 2026-01-31}\n",
	} {
		if loaded(t, small+more, nil).Hash() == plain {
			t.Errorf("does not count:\n%s", more)
		}
	}
}

package pipeline_test

import (
	"strings"
	"testing"
)

const kioskDecisions = `overrides:
  - {segment: Kids, group: contributors, intent: grow, owner: Ana, reason: a new shelf, created: 2026-03-15, expires: 2026-05-10}
  - {segment: Seniors, group: contributors, intent: retire, owner: Bo, reason: too much talk, created: 2026-04-01, expires: 2026-08-01}
`

// An override holds at the month-ends between its first day and its last; then the
// rules decide again. History tells since when an intent holds and what held
// before, and a frozen month that is shown again has the intents that it had.
func TestOverrideComesAndGoes(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.configure(t, kioskDecisions)
	k.closes(t, "2026-04-30")
	k.says(t, "warnings", "select text from report_warnings where topic = 'intents' order by position",
		"The override of Kids, Value Contributors, to grow by Ana expires on 2026-05-10. Then the rules decide again.",
		"The override of Seniors, Value Contributors, to retire by Bo is refused: avoidable profit is not below 0; "+
			"too few completed attempts to re-engineer; too few customers to judge as a group; blocks are not known; links are not known; "+
			"too many customers in one quarter; nobody approved it.")
	k.says(t, "rates", "select owner, groups, overridden from report_override_rates", "|2|1")
	k.says(t, "result", "select scope, intent, since_month, then_customers, now_customers, verdict from report_intent_results order by all",
		"Kids|grow|2026-03-31|2|2|too early", "Seniors|maintain|2026-02-28|1|1|too early")
	k.closes(t, "2026-06-30")
	k.says(t, "history", `select month, engine_intent, intent, reason, since_month, coalesce(previous_intent, ''), coalesce(override_owner, '')
		from history.intents where segment = 'Kids' order by month`,
		"2026-02-28|maintain|maintain|ANY|2026-02-28||",
		"2026-03-31|maintain|grow|OVERRIDE|2026-03-31|maintain|Ana",
		"2026-04-30|maintain|grow|OVERRIDE|2026-03-31|maintain|Ana",
		"2026-05-31|maintain|maintain|ANY|2026-05-31|grow|",
		"2026-06-30|maintain|maintain|ANY|2026-05-31|grow|")
	k.says(t, "nobody is retired", "select count(*) from history.intents where intent = 'retire'", "0")
	k.configure(t, "")
	k.closes(t, "2026-03-31")
	k.says(t, "shown again", "select scope, intent, since_month from report_intents order by all",
		"Kids|grow|2026-03-31", "Seniors|maintain|2026-02-28")
}

// retiring is the kiosk with a rule that retires, guardrails that its handful of
// customers can pass, and customers of whom it is known who is blocked and linked.
func retiring(t *testing.T, more string) string {
	t.Helper()
	config := kioskConfig + more
	for _, change := range [][2]string{
		{"intents:\n", "intents:\n  retire: {min_customers: 2, max_share_of_customers: 0.5}\n"},
		{"    - {rule: R2, ", "    - {rule: R4, groups: [destroyers], young: yes, intent: retire, reason: PERSISTENT_LOSS}\n" +
			"    - {rule: R5, groups: [destroyers], intent: re-engineer, reason: LOSS_UNRESOLVED}\n    - {rule: R2, "},
		{"neutral, eroders, destroyers, dormant]", "neutral, eroders, dormant]"},
		{"{customer_id: id, segment: kind}", "{customer_id: id, segment: kind, retire_block: blocked, parent_id: parent}"},
	} {
		if !strings.Contains(config, change[0]) {
			t.Fatalf("%q is not in the configuration", change[0])
		}
		config = strings.Replace(config, change[0], change[1], 1)
	}
	return config
}

// A group that loses money is retired by its rule only once every guardrail holds;
// until then the next rule re-engineers it, and one more blocked customer is enough
// to bring that back.
func TestRetireTakesEveryGuardrail(t *testing.T) {
	t.Parallel()
	k := kiosk{place{t.TempDir()}}
	deliver := func(blocked string) {
		k.write(t, "customers.csv", "id,kind,blocked,parent\na,Kids,false,p\nb,Kids,false,p\nc,Seniors,"+blocked+",q\nd,Seniors,false,q\n")
	}
	deliver("false")
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"} {
		k.book(t, month, "a,"+month+"-28,10", "b,"+month+"-28,20", "c,"+month+"-28,-60", "d,"+month+"-28,-70")
	}
	k.write(t, "config.yaml", retiring(t, `reengineered:
  - {segment: Seniors, group: destroyers, completed: 2026-04-10, owner: Bo, note: fewer visits}
approvals:
  - {segment: Seniors, group: destroyers, owner: Cy, approved: 2026-05-01, expires: 2026-06-29}
`))
	k.closes(t, "2026-05-31")
	k.says(t, "guards", "select avoidable_minor, stranded_minor, effect_minor, blocked_customers, linked_customers, cycles, approved_by, may_retire from report_retire_guards",
		"-26000|0|26000|0|0|1|Cy|true")
	deliver("true")
	k.closes(t, "2026-05-31")
	k.says(t, "blocked", "select intent from report_intents where scope = 'Seniors'", "re-engineer")
	deliver("false")
	k.closes(t, "2026-06-30")
	k.says(t, "history", "select month, intent, rule, since_month from history.intents where segment = 'Seniors' order by month",
		"2026-02-28|re-engineer|R5|2026-02-28", "2026-03-31|re-engineer|R5|2026-02-28", "2026-04-30|re-engineer|R5|2026-02-28",
		"2026-05-31|re-engineer|R5|2026-02-28", "2026-06-30|re-engineer|R5|2026-02-28")
	k.says(t, "why", "select month, failing from history.retire_guards order by month",
		"2026-02-28|too few completed attempts to re-engineer; nobody approved it",
		"2026-03-31|too few completed attempts to re-engineer; nobody approved it",
		"2026-04-30|nobody approved it", "2026-05-31|some customers are blocked", "2026-06-30|nobody approved it")
}

// While all guardrails hold, the rule retires; the quarter's share is not used up
// a second time by a group that goes on.
func TestRetireHolds(t *testing.T) {
	t.Parallel()
	k := kiosk{place{t.TempDir()}}
	k.write(t, "customers.csv", "id,kind,blocked,parent\na,Kids,false,p\nb,Kids,false,p\nc,Seniors,false,q\nd,Seniors,false,q\n")
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"} {
		k.book(t, month, "a,"+month+"-28,10", "b,"+month+"-28,20", "c,"+month+"-28,-60", "d,"+month+"-28,-70")
	}
	k.write(t, "config.yaml", retiring(t, `reengineered:
  - {segment: Seniors, group: destroyers, completed: 2026-01-10, owner: Bo}
approvals:
  - {segment: Seniors, group: destroyers, owner: Cy, approved: 2026-04-01, expires: 2026-12-31}
`))
	k.closes(t, "2026-06-30")
	k.says(t, "history", "select month, intent, rule, since_month from history.intents where segment = 'Seniors' order by month",
		"2026-02-28|re-engineer|R5|2026-02-28", "2026-03-31|re-engineer|R5|2026-02-28", "2026-04-30|retire|R4|2026-04-30",
		"2026-05-31|retire|R4|2026-04-30", "2026-06-30|retire|R4|2026-04-30")
}

// A feed whose files have no row tells no more than one that is not delivered.
func TestEmptyFeedIsUnknown(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.configure(t, `  costs:
    files: [costs.csv]
    columns: {customer_id: id, booked_on: day, activity: activity, amount: amount}
    limits: {min_share_of_usual: 0}
  advocacy:
    files: [answers.csv]
    columns: {customer_id: id, answered_on: day, score: score}
    limits: {min_share_of_usual: 0}
`)
	k.write(t, "costs.csv", "id,day,activity,amount\n")
	k.write(t, "answers.csv", "id,day,score\n")
	k.closes(t, "2026-03-31")
	const signals = "select fixable, fixable_reason, advocacy, advocacy_reason from report_intents where scope = 'Kids'"
	k.says(t, "empty", signals, "<nil>|no cost to serve is delivered|<nil>|no survey is delivered")
	k.write(t, "costs.csv", "id,day,activity,amount\na,2026-03-05,calls,1.00\n")
	k.write(t, "answers.csv", "id,day,score\na,2026-03-05,9\n")
	k.closes(t, "2026-03-31")
	k.says(t, "with rows", signals, "1||<nil>|too few answers")
}

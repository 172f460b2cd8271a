package pipeline_test

import "testing"

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

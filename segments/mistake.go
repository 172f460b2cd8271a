package segments

// Mistake is one thing wrong with a decision that people wrote, found before
// anything runs.
type Mistake struct {
	Key     string // path inside the configuration: targets[2].metric
	Message string // what is wrong and what was expected, lower case
}

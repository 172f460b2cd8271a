package pipeline

// Inspected is what an engine, or verify, found when it read something whole.
type Inspected struct {
	Name     string   // table, rule or folder
	Rows     int64    // rows, or files
	Problems []string // one sentence each; none: all is well
}

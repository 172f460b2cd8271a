package pipeline

// ContractOf lets a test import one feed without a night around it.
func ContractOf(feed string) []Column { return contracts[feed] }

// ValuesOf lets a test hand rows to a statement the way a night does.
func ValuesOf(rows any) string { return values(rows) }

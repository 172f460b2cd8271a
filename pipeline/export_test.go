package pipeline

// ContractOf lets a test import one feed without a night around it.
func ContractOf(feed string) []Column { return contracts[feed] }

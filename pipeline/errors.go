package pipeline

import "errors"

// What stops a night, apart from a bug. Commands turn them into exit codes
// (README, "Exit codes"); errors.Is finds them through every layer.
var (
	ErrConfig  = errors.New("configuration refused")
	ErrNoInput = errors.New("no input")
	ErrRefused = errors.New("data refused")
	ErrOutput  = errors.New("cannot create output")
	ErrIO      = errors.New("input or output failed")
	ErrLocked  = errors.New("locked by another run")
)

package main

import (
	"fmt"
	"io"

	"valueshift/pipeline"
)

// printed is stdout. It remembers the first line that could not be written, so that
// no command, nor the help, ends well with its result lost.
type printed struct {
	to  io.Writer
	err error
}

func (p *printed) Write(text []byte) (int, error) {
	n, err := p.to.Write(text)
	if err != nil {
		err = fmt.Errorf("stdout: %w: %w", pipeline.ErrIO, err)
		if p.err == nil {
			p.err = err
		}
	}
	return n, err
}

// or is what went wrong in a command, or else in printing what it found. A command
// that was left behind may still print.
func (p *printed) or(err error) error {
	if err != nil {
		return err
	}
	return p.err
}

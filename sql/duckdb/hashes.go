package duckdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"github.com/zeebo/blake3"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
)

// hashing makes what a file's bytes are known by, of what is written to it. SHA-256
// is what senders state and anybody can check; BLAKE3 tells as surely whether a file
// is what it was, in a fifth of the time where the processor has no instructions for
// the other.
type hashing struct {
	io.Writer
	sha256, blake3 hash.Hash
}

func newHashing() hashing {
	h := hashing{sha256: sha256.New(), blake3: blake3.New()}
	h.Writer = io.MultiWriter(h.sha256, h.blake3)
	return h
}

func (h hashing) sums() (sha256, blake3 string) { return hexOf(h.sha256), hexOf(h.blake3) }

func hexOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// blake3Of reads a file for the faster hash alone.
func blake3Of(ctx context.Context, path string) (string, error) {
	h := blake3.New()
	err := readInto(ctx, path, h)
	return hexOf(h), err
}

// readInto writes a file's bytes to a hash.
func readInto(ctx context.Context, path string, to io.Writer) error {
	if err := fault.Point("open", path); err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: %w", pipeline.ErrNoInput, err)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	defer file.Close()
	if err := copyAll(ctx, to, file); err != nil && ctx.Err() == nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	return ctx.Err()
}

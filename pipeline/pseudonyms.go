package pipeline

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// pseudonyms turn customer ids into names that only who has the key can make.
type pseudonyms struct{ key []byte }

// openPseudonyms reads the key. It refuses a key that is short or that others than
// its owner may read.
func openPseudonyms(path string) (pseudonyms, error) {
	const least, most = 32, 4096
	file, err := os.Open(path)
	if err != nil {
		return pseudonyms{}, fmt.Errorf("%w: reports.pseudonym_key_file: %w", ErrConfig, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return pseudonyms{}, fmt.Errorf("%w: reports.pseudonym_key_file: %w", ErrConfig, err)
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 {
		return pseudonyms{}, fmt.Errorf("%w: reports.pseudonym_key_file: %s must be a file that nobody but its owner may read, is %s", ErrConfig, path, mode)
	}
	key, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return pseudonyms{}, fmt.Errorf("%w: reports.pseudonym_key_file: %w", ErrConfig, err)
	}
	if len(key) < least {
		return pseudonyms{}, fmt.Errorf("%w: reports.pseudonym_key_file: %s must hold %d bytes or more, holds %d", ErrConfig, path, least, len(key))
	}
	return pseudonyms{key}, nil
}

// checkKey refuses a key that the night could not use at its end.
func (c Config) checkKey() error {
	if !c.Reports.isKeyed() {
		return nil
	}
	_, err := openPseudonyms(c.Path(c.Reports.PseudonymKeyFile))
	return err
}

// of is the pseudonym of an id: 16 hexadecimal digits.
func (p pseudonyms) of(id string) string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(id))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// fingerprint tells two keys apart and gives nothing of them away.
func (p pseudonyms) fingerprint() string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte("valueshift: fingerprint of the key"))
	return hex.EncodeToString(mac.Sum(nil)[:4])
}

package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Slug is the file name of a segment's page without its extension: what is plain
// ASCII in the name, and a hash of the whole name so that no two segments share a
// file and no name can point elsewhere.
func Slug(name string) string {
	const longest = 40
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case b.Len() == longest:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	if slug == "" {
		slug = "segment"
	}
	sum := sha256.Sum256([]byte(name))
	return slug + "-" + hex.EncodeToString(sum[:5])
}

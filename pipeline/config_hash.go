package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Hash identifies the rules that the numbers follow: 64 hexadecimal digits over
// every effective value that can move a figure. Left out are title, owners,
// paths of database and pages, how pages are written, limits of engine and feeds
// (none moves a figure) and as_of: it says up to when the rules apply, not what they
// are. What an included file holds counts, where it lies does not.
//
// A default and the same value written out hash alike, whatever the order of
// keys. A zero is not hashed, so a later key that is off by default leaves
// today's hash as it is.
func (c Config) Hash() string {
	c.Portfolio, c.AsOf, c.Database, c.Out = "", "", "", ""
	c.Engine, c.Segments, c.Include = EngineLimits{}, nil, nil
	c.Reports = Reports{}
	sum := sha256.New()
	hashValue(sum, "", reflect.ValueOf(c))
	return hex.EncodeToString(sum.Sum(nil))
}

// hashValue writes one line per value: its path and its text.
func hashValue(sum hash.Hash, key string, v reflect.Value) {
	if v.IsZero() || v.Type() == reflect.TypeFor[Limits]() {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name, ok := yamlName(v.Type().Field(i)); ok {
				hashValue(sum, childKey(key, name), v.Field(i))
			}
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, name := range keys {
			hashValue(sum, childKey(key, name.String()), v.MapIndex(name))
		}
	case reflect.Slice:
		for i := range v.Len() {
			hashValue(sum, indexKey(key, i), v.Index(i))
		}
	case reflect.Pointer:
		hashLine(sum, key, "given") // a given zero is not an absent one
		hashValue(sum, key, v.Elem())
	case reflect.Float64:
		hashLine(sum, key, strconv.FormatFloat(v.Float(), 'g', -1, 64))
	default:
		hashLine(sum, key, fmt.Sprint(v.Interface()))
	}
}

func hashLine(sum hash.Hash, key, text string) {
	fmt.Fprintf(sum, "%s=%q\n", key, text)
}

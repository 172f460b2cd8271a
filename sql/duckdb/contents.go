package duckdb

import (
	"context"
	"fmt"
	"slices"
)

// part is what Replace exchanges: the rows of one key of a history table, or the
// whole table when it has no key.
type part struct{ table, key, value string }

// contentHash is count, xor and sum over a hash of every row, in any order of the
// rows. A hash that means the same in every version of DuckDB, like MD5 of the
// row's text, takes fifty times as long; so the seal says what DuckDB made of a
// known row, and is compared only where it makes the same of it.
const (
	contentHash = `count(*) as rows,
	cast(coalesce(bit_xor(row_hash), 0) as varchar) as hash_xor,
	cast(coalesce(sum(cast(row_hash as hugeint)), 0) as varchar) as hash_sum`

	knownHash = `cast(hash({'a': 17, 'b': 'seventeen', 'c': date '2017-01-07', 'd': cast(1.7 as double),
	'e': cast(null as bigint), 'f': cast(17 as decimal(38, 0))}) as varchar)`
)

func hashedRows(table, key string) string {
	key = keyText(key)
	return "(select " + key + " as key_value, hash(t) as row_hash from history." + quoteName(table) + " as t)"
}

// keyText is a key as history.contents writes it.
func keyText(key string) string {
	if key == "" {
		return "''"
	}
	return "cast(" + quoteName(key) + " as varchar)"
}

// touch notes what must be sealed before the night is kept.
func (e *Engine) touch(p part) {
	if p.key == "" {
		e.touched = slices.DeleteFunc(e.touched, func(other part) bool { return other.table == p.table })
	}
	if !slices.Contains(e.touched, p) {
		e.touched = append(e.touched, p)
	}
}

// seal writes rows and content hash of everything that was replaced tonight. What
// is frozen keeps the seal it got when it was closed.
func (e *Engine) seal(ctx context.Context) error {
	for _, p := range e.touched {
		stale := "delete from history.contents where table_name = " + quoteText(p.table)
		if p.key != "" {
			stale += " and (key_name = '' or key_value = " + quoteText(p.value) + ")"
		}
		if _, err := e.exec(ctx, stale); err != nil {
			return fmt.Errorf("history.contents: %w", err)
		}
		fresh := fmt.Sprintf("insert into history.contents by name select %s as table_name, %s as key_name, %s as key_value, %s, %s as known_hash from %s where key_value = %s",
			quoteText(p.table), quoteText(p.key), quoteText(p.value), contentHash, knownHash, hashedRows(p.table, p.key), quoteText(p.value))
		if _, err := e.exec(ctx, fresh); err != nil {
			return fmt.Errorf("history.contents: %s: %w", p.table, err)
		}
	}
	e.touched = nil
	return nil
}

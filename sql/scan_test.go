package sql

import (
	"strings"
	"unicode"
)

// kind is what a token of a statement is.
type kind int

const (
	word    kind = iota // keyword, function or name without quotes
	number              // 12, 0.5, 1e-9
	text                // '…'
	quoted              // "…"
	symbol              // ( ) , . + and the like; longest match
	comment             // -- … or /* … */
)

type token struct {
	kind kind
	text string
	line int // 1 is the first
}

// symbols of two and three bytes, longest first: operators of either engine.
var symbols = []string{"<=>", "!~*", "::", "||", "<>", "<=", ">=", "!=", "==", "->", "=>", "//", "**", "~~", "!~", "@>", "<@"}

// scan cuts a statement into tokens. It knows quotes and comments and nothing
// else of SQL; what it cannot read becomes a symbol of one rune.
func scan(statement string) []token {
	var tokens []token
	line := 1
	for rest := statement; rest != ""; {
		length, kind := next(rest)
		if piece := rest[:length]; strings.TrimSpace(piece) != "" {
			tokens = append(tokens, token{kind, piece, line})
		}
		line += strings.Count(rest[:length], "\n")
		rest = rest[length:]
	}
	return tokens
}

// next measures the token at the start of a text that is not empty.
func next(s string) (int, kind) {
	first := rune(s[0])
	switch {
	case strings.HasPrefix(s, "--"):
		return until(s, "\n", 0), comment
	case strings.HasPrefix(s, "/*"):
		return until(s, "*/", 2), comment
	case first == '\'':
		return closing(s, '\''), text
	case first == '"':
		return closing(s, '"'), quoted
	case unicode.IsLetter(first) || first == '_':
		return span(s, func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }), word
	case unicode.IsDigit(first):
		return numberLength(s), number
	}
	for _, long := range symbols {
		if strings.HasPrefix(s, long) {
			return len(long), symbol
		}
	}
	for _, r := range s {
		return len(string(r)), symbol
	}
	return 1, symbol
}

func until(s, end string, with int) int {
	if at := strings.Index(s, end); at >= 0 {
		return at + with
	}
	return len(s)
}

// closing finds the end of a quotation, in which the doubled quote stands for one.
func closing(s string, quote byte) int {
	for i := 1; i < len(s); i++ {
		if s[i] != quote {
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			i++
			continue
		}
		return i + 1
	}
	return len(s)
}

func span(s string, in func(rune) bool) int {
	if at := strings.IndexFunc(s, func(r rune) bool { return !in(r) }); at >= 0 {
		return at
	}
	return len(s)
}

func numberLength(s string) int {
	digit := func(r rune) bool { return r == '.' || r == '_' || unicode.IsDigit(r) }
	length := span(s, digit)
	if length < len(s) && (s[length] == 'e' || s[length] == 'E') {
		exponent := length + 1
		if exponent < len(s) && (s[exponent] == '-' || s[exponent] == '+') {
			exponent++
		}
		if more := span(s[exponent:], digit); more > 0 {
			return exponent + more
		}
	}
	return length
}

// code is a statement without its comments, with what is needed to look around:
// the bracket that closes or opens the one at i, and the one that i stands in.
type code struct {
	tokens []token
	match  []int // of a bracket: its partner; -1 for anything else or without one
	parent []int // opening bracket that the token stands in; -1 outside of all
}

func newCode(tokens []token) code {
	var c code
	for _, t := range tokens {
		if t.kind != comment {
			c.tokens = append(c.tokens, t)
		}
	}
	c.match, c.parent = make([]int, len(c.tokens)), make([]int, len(c.tokens))
	open := []int{-1}
	for i := range c.tokens {
		c.match[i] = -1
		if c.is(i, ")") && len(open) > 1 {
			partner := open[len(open)-1]
			c.match[i], c.match[partner] = partner, i
			open = open[:len(open)-1]
		}
		c.parent[i] = open[len(open)-1]
		if c.is(i, "(") {
			open = append(open, i)
		}
	}
	return c
}

// is reports whether token i is one of the words or symbols; texts and quoted
// names never are. Outside of the statement nothing is.
func (c code) is(i int, any ...string) bool {
	if i < 0 || i >= len(c.tokens) || c.tokens[i].kind == text || c.tokens[i].kind == quoted {
		return false
	}
	for _, one := range any {
		if strings.EqualFold(c.tokens[i].text, one) {
			return true
		}
	}
	return false
}

// kind is the kind of token i; -1 outside of the statement.
func (c code) kind(i int) kind {
	if i < 0 || i >= len(c.tokens) {
		return -1
	}
	return c.tokens[i].kind
}

// has reports whether the words follow each other somewhere in tokens from..to,
// the last not included.
func (c code) has(from, to int, words ...string) bool {
	for i := max(from, 0); i+len(words) <= min(to, len(c.tokens)); i++ {
		found := true
		for j, one := range words {
			found = found && c.is(i+j, one)
		}
		if found {
			return true
		}
	}
	return false
}

// castAround reports whether token i stands in a cast to one of types, however
// deep, but not beyond the subquery it belongs to.
func (c code) castAround(i int, types ...string) bool {
	for open := c.parent[i]; open >= 0; open = c.parent[open] {
		if c.is(open+1, "select", "with") {
			return false
		}
		if c.is(open-1, "cast") && c.castTo(open, types...) {
			return true
		}
	}
	return false
}

// castTo reports whether the cast whose bracket opens at open is to one of types.
func (c code) castTo(open int, types ...string) bool {
	end := c.match[open]
	for i := open + 1; i < end; i++ {
		if c.parent[i] == open && c.is(i, "as") {
			return c.is(i+1, types...)
		}
	}
	return false
}

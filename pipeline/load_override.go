package pipeline

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"

	"valueshift/pipeline/fault"
)

// override puts the values of variables and flags into the tree of the file
// before it is decoded, so that they are read and judged like written ones.
//
// viper resolves them and nothing else: it lower-cases keys, so the maps of the
// file do not pass through it, and it sees a variable only when its key is bound.
func (l *loader) override(root *yaml.Node, flags map[string]string) {
	v := viper.New()
	keys := scalarKeys(reflect.TypeFor[Config](), "")
	for _, name := range slices.Sorted(maps.Keys(flags)) {
		if !slices.ContainsFunc(keys, func(k scalarKey) bool { return k.path == name }) {
			l.origin[name] = flagName(name)
			l.wrong(name, "is no key that takes one value")
		}
		v.Set(name, flags[name])
	}
	l.strangers(keys)
	for _, key := range keys {
		variable := variableName(key.path)
		if err := v.BindEnv(key.path, variable); err != nil {
			panic("pipeline: " + err.Error()) // only possible without a key
		}
		if !v.IsSet(key.path) {
			continue
		}
		origin, text := variable, v.GetString(key.path)
		if _, ok := flags[key.path]; ok {
			origin = flagName(key.path)
			text = fromWorkingFolder(key.path, text)
		}
		value := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
		if key.kind == reflect.String || text == "" {
			value.Tag = "!!str"
		}
		if put(root, strings.Split(key.path, "."), value) {
			l.origin[key.path] = origin
		}
	}
}

// strangers notes the variables that replace nothing: a slip in a name is as silent
// as one in a key would be.
func (l *loader) strangers(keys []scalarKey) {
	var known []string
	for _, key := range keys {
		known = append(known, variableName(key.path))
	}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, variablePrefix) || value == "" || slices.Contains(known, name) || fault.Arms(name) {
			continue
		}
		l.origin[name] = name
		l.wrong(name, "is no key that a variable can replace, the nearest is %s", nearest(name, known)[0])
	}
}

// variables lists the variables that replaced a value.
func (l *loader) variables() []string {
	var names []string
	for _, origin := range l.origin {
		if strings.HasPrefix(origin, variablePrefix) {
			names = append(names, origin)
		}
	}
	slices.Sort(names)
	return names
}

// scalarKey is a key that one text can replace.
type scalarKey struct {
	path string
	kind reflect.Kind
}

// scalarKeys lists the keys of a struct that hold a single value, lists and maps
// left out, in the order of the struct.
func scalarKeys(t reflect.Type, prefix string) []scalarKey {
	var keys []scalarKey
	for i := range t.NumField() {
		field := t.Field(i)
		name, ok := yamlName(field)
		if !ok {
			continue
		}
		path, kind := childKey(prefix, name), field.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		switch kind.Kind() {
		case reflect.Struct:
			keys = append(keys, scalarKeys(kind, path)...)
		case reflect.Slice, reflect.Map:
		default:
			keys = append(keys, scalarKey{path, kind.Kind()})
		}
	}
	return keys
}

// put sets a value in a tree of mappings and makes the mappings on the way. It
// gives up where the file holds something else, which decoding will report.
func put(node *yaml.Node, path []string, value *yaml.Node) bool {
	if node.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value != path[0] {
			continue
		}
		inner := node.Content[i+1]
		if len(path) == 1 {
			node.Content[i+1] = value
			return true
		}
		if isNull(inner) {
			inner = &yaml.Node{Kind: yaml.MappingNode, Line: node.Content[i].Line}
			node.Content[i+1] = inner
		}
		return put(inner, path[1:], value)
	}
	name := &yaml.Node{Kind: yaml.ScalarNode, Value: path[0], Line: node.Line}
	if len(path) > 1 {
		inner := &yaml.Node{Kind: yaml.MappingNode, Line: node.Line}
		node.Content = append(node.Content, name, inner)
		return put(inner, path[1:], value)
	}
	node.Content = append(node.Content, name, value)
	return true
}

// fromWorkingFolder makes a path on the command line mean what the shell means
// by it; other values stay.
func fromWorkingFolder(key, text string) string {
	if key != "out" && key != "database" || text == "" {
		return text
	}
	absolute, err := filepath.Abs(text)
	if err != nil {
		return text // no working folder: opening the path will say so
	}
	return absolute
}

const variablePrefix = "VALUESHIFT_"

// variableName is the environment variable of a key: VALUESHIFT_MONEY_SCALE.
func variableName(key string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// flagName is what stands on the command line: --as-of, --out, or the key itself, as
// flip takes it.
func flagName(key string) string {
	if strings.Contains(key, ".") {
		return key
	}
	return "--" + strings.ReplaceAll(key, "_", "-")
}

package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
)

// Drawings are the charts of a night as the engine drew them, so that the next
// night draws only what changed. A chart is found by the hash of all that it is
// drawn from, the program included: what another program drew is never found.
type Drawings struct {
	mutex   sync.Mutex
	earlier map[string]drawing // of the night before; nil when there is nothing to read
	shown   map[string]drawing // of this night
}

// keptDrawing is one entry of the file that drawings are kept in.
type keptDrawing struct {
	Key     string  `json:"key"`
	Drawing drawing `json:"drawing"`
}

// OpenDrawings reads what File gave. Of a file that is cut off or damaged in any
// bit nothing is used.
func OpenDrawings(file []byte) *Drawings {
	d := &Drawings{shown: map[string]drawing{}}
	sum, text, _ := bytes.Cut(file, []byte("\n"))
	var all []keptDrawing
	if string(sum) != hashOf(text) || json.Unmarshal(text, &all) != nil {
		return d
	}
	d.earlier = map[string]drawing{}
	for _, one := range all {
		d.earlier[one.Key] = one.Drawing
	}
	return d
}

// File is what to keep for the next night: the charts of this one and no others.
// It is nil when that is what was opened.
func (d *Drawings) File() ([]byte, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	isNew := d.earlier == nil || len(d.shown) != len(d.earlier)
	all := make([]keptDrawing, 0, len(d.shown))
	for key, shown := range d.shown {
		_, wasThere := d.earlier[key]
		isNew = isNew || !wasThere
		all = append(all, keptDrawing{key, shown})
	}
	if !isNew {
		return nil, nil
	}
	slices.SortFunc(all, func(a, b keptDrawing) int { return strings.Compare(a.Key, b.Key) })
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // a drawing is full of < and >
	if err := encoder.Encode(all); err != nil {
		return nil, err
	}
	return append([]byte(hashOf(text.Bytes())+"\n"), text.Bytes()...), nil
}

// find looks for a chart, and notes that this night shows it.
func (d *Drawings) find(key string) (drawing, bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	found, ok := d.shown[key]
	if !ok {
		found, ok = d.earlier[key]
	}
	if !ok {
		found, ok = recent.find(key)
	}
	if ok {
		d.shown[key] = found
	}
	return found, ok
}

// add takes a chart that was drawn.
func (d *Drawings) add(key string, made drawing) {
	recent.add(key, made)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.shown[key] = made
}

// recent are charts that this process drew, for its other nights.
var recent recentDrawings

type recentDrawings struct {
	mutex sync.Mutex
	drawn map[string]drawing
	bytes int
}

// mostRecent bounds their memory, in bytes. When it is reached they begin anew.
const mostRecent = 64 << 20

func (r *recentDrawings) find(key string) (drawing, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	found, ok := r.drawn[key]
	return found, ok
}

func (r *recentDrawings) add(key string, made drawing) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.drawn == nil || r.bytes > mostRecent {
		r.drawn, r.bytes = map[string]drawing{}, 0
	}
	r.drawn[key] = made
	r.bytes += len(made.SVG)
}

// program is the hash of whatever draws: the scripts, and the program with its
// commit, its modules and the compiler.
var program = sync.OnceValue(func() string {
	built := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		built = info.String()
	}
	return hashOf([]byte(built + shellJS + echartsJS + drawJS))
})

// hashOf is SHA-256 in hexadecimal digits.
func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

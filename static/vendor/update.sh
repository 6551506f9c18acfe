#!/bin/sh
# Renew everything in static/vendor from package-lock.json: `npm install bootstrap@5.3.x`, then this.
set -eu
cd "$(dirname "$0")"
(cd ../.. && npm ci --silent)
from=../../node_modules

# The comment that names a source map goes: the file it names is not here.
sed '/^\/\*# sourceMappingURL=/d' "$from/bootstrap/dist/css/bootstrap.min.css" > bootstrap.min.css
cp "$from/htmx.org/dist/htmx.min.js" htmx.min.js
for weight in 400 500 600 700; do
  for subset in latin latin-ext; do
    cp "$from/@fontsource/hanken-grotesk/files/hanken-grotesk-$subset-$weight-normal.woff2" .
  done
done

mkdir -p licences
cp "$from/bootstrap/LICENSE" licences/bootstrap.txt
cp "$from/htmx.org/LICENSE" licences/htmx.txt
cp "$from/lucide-static/LICENSE" licences/lucide.txt
cp "$from/@fontsource/hanken-grotesk/LICENSE" licences/hanken-grotesk.txt

# One sprite of the icons named in icons.txt; colour and stroke come from css (.sk-icon).
{
  echo '<svg xmlns="http://www.w3.org/2000/svg">'
  while read -r icon; do
    echo "<symbol id=\"$icon\" viewBox=\"0 0 24 24\">"
    awk '/^<svg/ { head = 1 } !head && !/^<!--/ && !/^<\/svg>/ { sub(/^ +/, ""); print } />$/ { head = 0 }' \
      "$from/lucide-static/icons/$icon.svg"
    echo '</symbol>'
  done < icons.txt
  echo '</svg>'
} > ../img/icons.svg

find . ../img/icons.svg -type f ! -name SHA256SUMS ! -name README.md | LC_ALL=C sort | xargs sha256sum > SHA256SUMS

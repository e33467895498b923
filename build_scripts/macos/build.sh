#!/bin/sh
# Builds the download for macOS: Briefgen.app in a disk image, signed and notarised where there is an identity.
# Not tried on macOS yet: see the top of GUIDE.md, which says what has to be there before.
#
# Use: build_scripts/macos/build.sh
set -eu
cd "$(dirname "$0")/../.."

for name in libpango-1.0.0.dylib libpangoft2-1.0.0.dylib libharfbuzz-subset.0.dylib libfontconfig.1.dylib; do
    if [ ! -e "/opt/homebrew/lib/$name" ] && [ ! -e "/usr/local/lib/$name" ]; then
        echo "$name is not here: brew install pango" >&2
        exit 4
    fi
done
: "${BRIEFGEN_COMMON_LICENCES:?is to name a folder with the files LGPL-2.1, LGPL-3 and GPL-3: see the guide}"
export BRIEFGEN_COMMON_LICENCES

make setup
.venv/bin/python build_scripts/make_app.py
app=build/app/made/Briefgen.app
version=$(.venv/bin/python -c 'import briefgen; print(briefgen.__version__)')
image="dist/Briefgen-$version-$(uname -m).dmg"

# Whatever was changed since a library was signed would keep it from being loaded: all is signed anew, inside first.
identity=${BRIEFGEN_SIGNING_IDENTITY:--}
find "$app/Contents" \( -name '*.dylib' -o -name '*.so' \) -type f -exec \
    codesign --force --options runtime --sign "$identity" {} +
codesign --force --options runtime --entitlements build_scripts/macos/entitlements.plist --sign "$identity" "$app"
codesign --verify --deep --strict "$app"
"$app/Contents/MacOS/briefgen" --self-check

mkdir -p dist
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -ov -volname "Briefgen $version" -srcfolder "$stage" -format ULFO "$image"

if [ "$identity" = "-" ]; then
    echo "$image is not signed by anybody: whoever opens it has to allow it in the system's settings."
    exit 0
fi
codesign --sign "$identity" "$image"
xcrun notarytool submit "$image" --keychain-profile "${BRIEFGEN_NOTARY_PROFILE:?is to name the profile that “notarytool store-credentials” made}" --wait
xcrun stapler staple "$image"
echo "$image is signed and notarised."

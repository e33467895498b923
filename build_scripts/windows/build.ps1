# Builds the download for Windows, and the installer of it. GUIDE.md says what has to be there before.
# Not tried on Windows yet: see the top of the guide.
#
# Use, in PowerShell, at the top of the checkout: build_scripts\windows\build.ps1
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Invoke-Checked {
    param([string]$Program, [string[]]$Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with $LASTEXITCODE." }
}

$msys2 = if ($env:BRIEFGEN_MSYS2) { $env:BRIEFGEN_MSYS2 } else { "C:\msys64" }
if (-not (Test-Path "$msys2\ucrt64\bin\libpango-1.0-0.dll")) {
    throw "Pango is not in $msys2\ucrt64: install it as build_scripts\windows\GUIDE.md says, or name MSYS2's folder in BRIEFGEN_MSYS2."
}
if (-not $env:BRIEFGEN_COMMON_LICENCES) {
    throw "BRIEFGEN_COMMON_LICENCES is to name a folder with the files LGPL-2.1, LGPL-3 and GPL-3: see the guide."
}
# While the folder is made, Pango's libraries are found by PATH; in the folder they lie beside the program.
$env:PATH = "$msys2\ucrt64\bin;$env:PATH;$msys2\usr\bin"

if (-not (Test-Path ".venv\Scripts\python.exe")) { Invoke-Checked "py" @("-3.11", "-m", "venv", ".venv") }
$python = ".venv\Scripts\python.exe"
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements\dev.lock")
Invoke-Checked $python @("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
Invoke-Checked $python @("build_scripts\make_app.py")
$folder = "build\app\made\briefgen"

if ($env:BRIEFGEN_SIGNING_THUMBPRINT) {
    # The list of files is written before: the program itself is signed, and the self-check does not list it.
    Invoke-Checked "signtool" @("sign", "/sha1", $env:BRIEFGEN_SIGNING_THUMBPRINT, "/fd", "SHA256", "/tr", $env:BRIEFGEN_TIMESTAMP_SERVER, "/td", "SHA256", "$folder\briefgen.exe")
}
Invoke-Checked "$folder\briefgen.exe" @("--self-check")

$version = & $python -c "import briefgen; print(briefgen.__version__)"
Invoke-Checked "ISCC.exe" @("/DVersion=$version", "/O$PWD\dist", "build_scripts\windows\briefgen.iss")
if ($env:BRIEFGEN_SIGNING_THUMBPRINT) {
    Invoke-Checked "signtool" @("sign", "/sha1", $env:BRIEFGEN_SIGNING_THUMBPRINT, "/fd", "SHA256", "/tr", $env:BRIEFGEN_TIMESTAMP_SERVER, "/td", "SHA256", "dist\briefgen-$version-setup.exe")
}
Write-Output "The installer is dist\briefgen-$version-setup.exe."

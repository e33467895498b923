; The installer for Windows (Inno Setup 6.3 or newer). build.ps1 calls it, with the version.
; Not tried on Windows yet: see the top of GUIDE.md.
;
; Installed for one user without any right, or for all by an administrator: whoever starts it is asked. Removing leaves
; dossiers, settings and house templates; all that was installed goes.

#ifndef Version
  #error "build.ps1 gives the version: /DVersion=1.2.3"
#endif
#define Folder "..\..\build\app\made\briefgen"
#define Icons "..\..\build\app\icons"

[Setup]
AppId={{7C0B7B0E-6C54-4E0B-9B53-0A8E5B0E9C11}
AppName=Briefgen
AppVersion={#Version}
AppPublisher=The Briefgen authors
VersionInfoVersion={#Version}
DefaultDirName={autopf}\Briefgen
DefaultGroupName=Briefgen
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
LicenseFile=..\..\LICENSE
SetupIconFile={#Icons}\briefgen.ico
UninstallDisplayIcon={app}\briefgen.exe
OutputBaseFilename=briefgen-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"
Name: "french"; MessagesFile: "compiler:Languages\French.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; Of an older version nothing stays that this one has not.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "{#Icons}\dossier-file.ico"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Icons}\template-file.ico"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{group}\Briefgen"; Filename: "{app}\briefgen.exe"
Name: "{autodesktop}\Briefgen"; Filename: "{app}\briefgen.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.briefgen"; ValueType: string; ValueData: "Briefgen.Dossier"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.briefgen"; ValueType: string; ValueName: "Content Type"; ValueData: "application/vnd.briefgen.dossier"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Briefgen.Dossier"; ValueType: string; ValueData: "Briefgen dossier"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Briefgen.Dossier\DefaultIcon"; ValueType: string; ValueData: "{app}\dossier-file.ico"
Root: HKA; Subkey: "Software\Classes\Briefgen.Dossier\shell\open\command"; ValueType: string; ValueData: """{app}\briefgen.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.briefgen-template"; ValueType: string; ValueData: "Briefgen.Template"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.briefgen-template"; ValueType: string; ValueName: "Content Type"; ValueData: "application/vnd.briefgen.template"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Briefgen.Template"; ValueType: string; ValueData: "Briefgen house template"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Briefgen.Template\DefaultIcon"; ValueType: string; ValueData: "{app}\template-file.ico"
Root: HKA; Subkey: "Software\Classes\Briefgen.Template\shell\open\command"; ValueType: string; ValueData: """{app}\briefgen.exe"" ""%1"""

[Run]
Filename: "{app}\briefgen.exe"; Description: "{cm:LaunchProgram,Briefgen}"; Flags: nowait postinstall skipifsilent

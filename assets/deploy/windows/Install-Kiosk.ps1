#Requires -RunAsAdministrator
#Requires -Version 5.1
<#
.SYNOPSIS
  Makes Keuzewijzer the shell of one local user, blocks the keys that lead out, and switches off what comes on top.
.DESCRIPTION
  Needs Windows Enterprise, Education or IoT Enterprise (Shell Launcher and Keyboard Filter). Run it twice: the first run
  adds the Windows features and asks for a restart. Nothing here changes what administrators see.
  What each part blocks: docs/kiosk-lockdown.md (K1 to K12).
.PARAMETER User
  The local user of the kiosk. Made when it does not exist, without administrator rights.
.PARAMETER Program
  Where Keuzewijzer was installed.
.EXAMPLE
  .\Install-Kiosk.ps1 -User keuzewijzer
#>
[CmdletBinding()]
param(
  [string] $User = 'keuzewijzer',
  [string] $Program = "$env:ProgramFiles\Keuzewijzer\Keuzewijzer.exe"
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$namespace = 'root\standardcimv2\embedded'

if (-not (Test-Path -LiteralPath $Program)) { throw "Keuzewijzer is not at $Program." }

# --- Windows features -------------------------------------------------------------------------------------------------
$restart = $false
foreach ($feature in 'Client-DeviceLockdown', 'Client-EmbeddedShellLauncher', 'Client-KeyboardFilter') {
  $state = Get-WindowsOptionalFeature -Online -FeatureName $feature
  if ($null -eq $state) { throw "This edition of Windows has no $feature." }
  if ($state.State -ne 'Enabled') {
    $result = Enable-WindowsOptionalFeature -Online -FeatureName $feature -All -NoRestart
    $restart = $restart -or $result.RestartNeeded
  }
}
if ($restart) {
  Write-Output 'Restart this machine, then run this script again.'
  return
}

# --- The user ---------------------------------------------------------------------------------------------------------
$account = Get-LocalUser -Name $User -ErrorAction SilentlyContinue
if ($null -eq $account) {
  $password = Read-Host -AsSecureString "Password for $User (DPAPI protects the device key with it: never reset it)"
  $account = New-LocalUser -Name $User -Password $password -PasswordNeverExpires -UserMayNotChangePassword
  # S-1-5-32-545: Users, whatever the language of Windows.
  Add-LocalGroupMember -SID 'S-1-5-32-545' -Member $User
}
$sid = $account.SID.Value

# --- Shell Launcher: the kiosk instead of the desktop -----------------------------------------------------------------
# Whatever the exit code, the kiosk starts again (action 0); administrators keep the desktop.
$launcher = Get-CimClass -Namespace $namespace -ClassName WESL_UserSetting
$existing = Get-CimInstance -Namespace $namespace -ClassName WESL_UserSetting | Where-Object Sid -EQ $sid
if ($null -ne $existing) {
  Invoke-CimMethod -CimClass $launcher -MethodName RemoveCustomShell -Arguments @{ Sid = $sid } | Out-Null
}
Invoke-CimMethod -CimClass $launcher -MethodName SetDefaultShell -Arguments @{
  Shell = 'explorer.exe'; DefaultAction = 0
} | Out-Null
Invoke-CimMethod -CimClass $launcher -MethodName SetCustomShell -Arguments @{
  Sid = $sid; Shell = "`"$Program`""; DefaultAction = 0
} | Out-Null
Invoke-CimMethod -CimClass $launcher -MethodName SetEnabled -Arguments @{ Enabled = $true } | Out-Null

# --- Keyboard Filter: every key combination that Windows names, except what the screens need (K1, K2) -----------------
$needed = 'Shift'
foreach ($key in Get-CimInstance -Namespace $namespace -ClassName WEKF_PredefinedKey) {
  $key.Enabled = $key.Id -notin $needed
  Set-CimInstance -InputObject $key
}
foreach ($setting in Get-CimInstance -Namespace $namespace -ClassName WEKF_Settings) {
  switch ($setting.Name) {
    'DisableKeyboardFilterForAdministrators' { $setting.Value = 'true'; Set-CimInstance -InputObject $setting }
    # Five times Shift, long Shift: the questions of Windows about sticky and filter keys.
    'ForceOffAccessibility' { $setting.Value = 'true'; Set-CimInstance -InputObject $setting }
  }
}
Set-Service -Name MsKeyboardFilter -StartupType Automatic

# --- Policies for the whole machine -----------------------------------------------------------------------------------
function Set-Policy([string] $Path, [string] $Name, $Value, [string] $Type = 'DWord') {
  if (-not (Test-Path -LiteralPath $Path)) { New-Item -Path $Path -Force | Out-Null }
  New-ItemProperty -LiteralPath $Path -Name $Name -Value $Value -PropertyType $Type -Force | Out-Null
}
$policies = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows'
# Swipes from the edge (K3).
Set-Policy "$policies\EdgeUI" 'AllowEdgeSwipe' 0
# Ctrl+Alt+Del, should a keyboard get it through: no task manager, lock, password or user switch (K1).
$system = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'
foreach ($name in 'DisableLockWorkstation', 'HideFastUserSwitching') { Set-Policy $system $name 1 }
# Sticks and other storage (K7).
Set-Policy "$policies\RemovableStorageDevices" 'Deny_All' 1
Set-Policy 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer' 'NoDriveTypeAutoRun' 255
# Notifications, and updates that restart during the day (K10).
Set-Policy "$policies\CurrentVersion\PushNotifications" 'NoToastApplicationNotification' 1
Set-Policy "$policies\WindowsUpdate" 'SetAutoRestartNotificationDisable' 1
Set-Policy "$policies\WindowsUpdate\AU" 'NoAutoRebootWithLoggedOnUsers' 1
# Error reports: no window and no dump of a program that held a person's data (U13, K10).
Set-Policy "$policies\Windows Error Reporting" 'Disabled' 1
Set-Policy "$policies\Windows Error Reporting" 'DontShowUI' 1
Set-Policy 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting\LocalDumps\Keuzewijzer.exe' 'DumpCount' 0
# Clipboard history and its cloud (K12).
Set-Policy "$policies\System" 'AllowClipboardHistory' 0
Set-Policy "$policies\System" 'AllowCrossDeviceClipboard' 0

Write-Output "Ready. Set automatic sign-in for $User (for example with Autologon of Sysinternals), then restart."

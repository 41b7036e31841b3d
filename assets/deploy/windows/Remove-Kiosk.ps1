#Requires -RunAsAdministrator
#Requires -Version 5.1
<#
.SYNOPSIS
  Gives the desktop back to the user of the kiosk. Choices that wait stay in the data folder.
#>
[CmdletBinding()]
param([string] $User = 'keuzewijzer')

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$namespace = 'root\standardcimv2\embedded'

$sid = (Get-LocalUser -Name $User).SID.Value
$launcher = Get-CimClass -Namespace $namespace -ClassName WESL_UserSetting
Invoke-CimMethod -CimClass $launcher -MethodName RemoveCustomShell -Arguments @{ Sid = $sid } | Out-Null
Invoke-CimMethod -CimClass $launcher -MethodName SetEnabled -Arguments @{ Enabled = $false } | Out-Null
foreach ($key in Get-CimInstance -Namespace $namespace -ClassName WEKF_PredefinedKey) {
  $key.Enabled = $false
  Set-CimInstance -InputObject $key
}
Write-Output 'The kiosk is no longer the shell. The policies of the machine stay: see Install-Kiosk.ps1. Restart now.'

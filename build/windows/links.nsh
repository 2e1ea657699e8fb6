; Links of latchkey: for everybody who uses this computer, as the program is; taken away with it.
!macro customInstall
  WriteRegStr SHCTX "Software\Classes\latchkey" "" "URL:Latchkey"
  WriteRegStr SHCTX "Software\Classes\latchkey" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\latchkey\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\latchkey"
  ; What the running app said for this person.
  DeleteRegKey HKCU "Software\Classes\latchkey"
!macroend

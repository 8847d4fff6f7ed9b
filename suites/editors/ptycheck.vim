" Colours for the suites of ptycheck (*.pty). Suites say `ft=strace`, which Vim knows; this file takes over for them:
" copy it to ~/.vim/after/syntax/strace.vim
if expand('%:e') !=# 'pty'
  finish
endif
syntax clear
syntax case match

" Steps: what stands below wins where several fit at one place.
syntax match ptyName      /-\?\<[a-z][a-z0-9_]*\>\%(\[\]\)\?/
syntax match ptyNumber    /\%(\<\|-\)\d[0-9a-fA-FxX]*/
syntax match ptyAny       /?\|\<_\>/
syntax match ptyConstant  /!\?\<_\?[A-Z][A-Z0-9_]*\>/
syntax match ptyOperator  /\<\%(not\|or\|then\|exited\|killed\|stopped\|continued\)\>[:[]\@!/
syntax match ptyOperator  /\.\.\.\?/
syntax match ptyField     /\%(\<[A-Za-z_][A-Za-z0-9_]*\|-\?\d\+\)=[ \t=]\@!/me=e-1
syntax match ptyErrno     /\%(\%(-1\|\<0\|\<NULL\)[ \t]\+\)\@8<=\%(E[A-Z0-9]\+\|errno \d\+\)/
syntax match ptyCall      /\<[A-Za-z_][A-Za-z0-9_]*(/me=e-1
syntax match ptyCount     /\%(^\|[ \t]\)\@1<=\%(\d\+\|[a-z][a-z0-9_]*\)x\%([ \t]\+[a-z_][a-z0-9_]*[ \t]*(\)\@=/
syntax match ptySeconds   /<[ \t]*[0-9.]*\.\.[0-9. \t]*>/
syntax match ptyWaiting   /<unfinished \.\.\.>\|<settles>/
syntax match ptyWaiting   /<\.\.\.[ \t]\+[a-z_][a-z0-9_]*[ \t]\+\%(resumed\|unfinished\)>/ contains=ptyResumed
syntax match ptyResumed   /[a-z_][a-z0-9_]*\%([ \t]\+\%(resumed\|unfinished\)>\)\@=/ contained
syntax match ptyEvent     /---[ \t]\+\%(\%(no\|stopped[ \t]\+by\)[ \t]\+\)\?SIG[A-Z0-9]\+[ \t]\+---/ contains=ptyConstant
syntax match ptyEvent     /+++[ \t]\+\%(exited[ \t]\+with\|killed[ \t]\+by\)[ \t]\+\w\+[ \t]\++++/ contains=ptyConstant,ptyNumber
syntax match ptyTogether  /^[ \t]*[{}]\%([ \t]*\%(#\|$\)\)\@=/
syntax match ptyProcess   /^[ \t]*[a-z][a-z0-9_|]*:[ \t]\@=/
syntax region ptyString   start=/"/ skip=/\\./ end=/"\|$/ oneline contains=ptyBadEscape,ptyEscape,ptyNamed
syntax match ptyBadEscape /\\.\?/ contained
syntax match ptyEscape    /\\\%(x\x\x\|[nrtbafve\\"0]\)/ contained
syntax match ptyNamed     /\$\%([a-z][a-z0-9_]*\|{[a-z][a-z0-9_]*}\)/ contained

" Keys, at the start of a line.
syntax match ptyText  /[^#]*/ contained
syntax match ptyWords /[^#]*/ contained
syntax match ptyClaim /[a-z0-9-]\+/ contained
syntax match ptyLevel /\<\%(shall\|should\|open\)\>/ contained
syntax match ptyKey   /^\%(title\|cite\)[ \t]\+/ nextgroup=ptyText
syntax match ptyKey   /^\%(needs\|given\|covers\|replaces\|tags\|deadline\|repeat\|load\|risk\)[ \t]\+/ nextgroup=ptyWords
syntax match ptyKey   /^level[ \t]\+/ nextgroup=ptyLevel
syntax match ptyKey   /^alone[ \t]*\%(#\|$\)\@=/
syntax match ptyCase  /^case[ \t]\+/ nextgroup=ptyClaim

syntax match ptyComment /#.*/ contains=@Spell

highlight default link ptyAny       Special
highlight default link ptyBadEscape Error
highlight default link ptyCall      Function
highlight default link ptyCase      Statement
highlight default link ptyClaim     Title
highlight default link ptyComment   Comment
highlight default link ptyConstant  Constant
highlight default link ptyCount     Number
highlight default link ptyErrno     Exception
highlight default link ptyEscape    SpecialChar
highlight default link ptyEvent     PreProc
highlight default link ptyField     Identifier
highlight default link ptyKey       Keyword
highlight default link ptyLevel     StorageClass
highlight default link ptyName      Identifier
highlight default link ptyNamed     Identifier
highlight default link ptyNumber    Number
highlight default link ptyOperator  Operator
highlight default link ptyProcess   Type
highlight default link ptyResumed   Function
highlight default link ptySeconds   Number
highlight default link ptyString    String
highlight default link ptyText      String
highlight default link ptyTogether  Statement
highlight default link ptyWaiting   PreProc
highlight default link ptyWords     Label

let b:current_syntax = 'ptycheck'

#!/bin/sh
# A site of somebody else is not entered because one stands below it, and a key that others can read is no key.
. "$(dirname "$0")/../support/story.sh"
demo_site
site=$TOCSIN_SITE
mkdir -p "$site/deep/er"
run 0 "an incident" tocsin declare "$examples/web1.yaml"
unset TOCSIN_SITE

below() { (cd "$site/deep/er" && "$@"); }

run 0 "one's own site is found from below" below tocsin status
chmod o+w "$site"
run 2 "not if everybody may write it" below tocsin status
says "with the way to mend it" "chmod o-w"
run 2 "nor if it is named" tocsin --site "$site" status
chmod o-w "$site"
chmod o+w "$site/tocsin.yaml"
run 2 "nor if everybody may write what it says" tocsin --site "$site" status
chmod o-w "$site/tocsin.yaml"

if [ "$(id -u)" = 0 ]; then
  chown nobody "$site/tocsin.yaml"
  run 2 "a site whose settings another wrote is not used" below tocsin status
  says "and says whose it is, and how to use it" "belongs to nobody"
  says "by name" "say so: --site DIR"
  chown root "$site/tocsin.yaml" && chown nobody "$site"
  run 2 "nor one in another's folder" below tocsin run I-1
  run 0 "who names it means it" tocsin --site "$site" status
  export TOCSIN_SITE="$site"
  run 0 "also by TOCSIN_SITE" below tocsin status
  unset TOCSIN_SITE
  chown root "$site"
fi

export TOCSIN_SITE="$site"
cp "$site/keys/technical1.pem" "$place/mine.pem"
chmod 640 "$place/mine.pem"
run 0 "a key that others can read signs nothing" tocsin --as technical1 --key "$place/mine.pem" note "unsigned"
run 0 "so what was said stands there unsigned" tocsin log --all
says "and says so" "unsigned  (unsigned)"
run 2 "and gives no yes" tocsin --as senior1 --key "$place/mine.pem" approve --procedure
says "with the reason" "can be read or written by others (mode 640)"
ln -s "$site/keys/senior1.pem" "$place/link.pem"
run 2 "nor does a link to one" tocsin --as senior1 --key "$place/link.pem" approve --procedure
says "with the reason" "is a symbolic link"
run 0 "the key itself does" tocsin --as senior1 --key "$site/keys/senior1.pem" approve --procedure
finish

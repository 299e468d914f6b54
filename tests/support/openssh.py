"""An open Ed25519 key from PKCS#8 PEM (what tocsin keeps) to OpenSSH's own form (what ssh-add takes)."""
import base64
import os
import struct
import subprocess
import sys

der = subprocess.run(["openssl", "pkey", "-in", sys.argv[1], "-outform", "DER"], check=True, capture_output=True).stdout
public = subprocess.run(["openssl", "pkey", "-in", sys.argv[1], "-pubout", "-outform", "DER"], check=True,
                        capture_output=True).stdout[-32:]
private = der[-32:]


def string(value):
    return struct.pack(">I", len(value)) + value


kind = b"ssh-ed25519"
check = os.urandom(4)
inner = check * 2 + string(kind) + string(public) + string(private + public) + string(b"tocsin")
inner += bytes(range(1, (-len(inner)) % 8 + 1))
whole = b"openssh-key-v1\0" + string(b"none") * 2 + string(b"") + struct.pack(">I", 1)
whole += string(string(kind) + string(public)) + string(inner)
text = base64.b64encode(whole).decode()
print("-----BEGIN OPENSSH PRIVATE KEY-----")
for i in range(0, len(text), 70):
    print(text[i:i + 70])
print("-----END OPENSSH PRIVATE KEY-----")

"""Who signs a seal: the port, and Ed25519 behind it. SM2 or a hardware module take the same place."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from huji.standards import Refused, Text


class Signer(Protocol):
    """Signs messages; `algorithm` and `key` (a fingerprint) go into the seal beside the signature."""

    @property
    def algorithm(self) -> str: ...

    @property
    def key(self) -> str: ...

    def sign(self, message: bytes) -> bytes: ...


class Verifier(Protocol):
    """Knows a signer's public half."""

    @property
    def algorithm(self) -> str: ...

    @property
    def key(self) -> str: ...

    def accepts(self, message: bytes, signature: bytes) -> bool: ...


class Ed25519Verifier:
    """The public key of an installation's seals."""

    algorithm = "Ed25519"

    def __init__(self, public: Ed25519PublicKey) -> None:
        self._public = public
        self.key = hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:32]

    def accepts(self, message: bytes, signature: bytes) -> bool:
        """Return whether `signature` is this key's over `message`."""
        try:
            self._public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Ed25519Signer:
    """The private key of an installation's seals."""

    algorithm = "Ed25519"

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.verifier = Ed25519Verifier(private.public_key())
        self.key = self.verifier.key

    def sign(self, message: bytes) -> bytes:
        """Return the signature over `message`, 64 bytes."""
        return self._private.sign(message)


def signer(directory: Path) -> Ed25519Signer:
    """Return the installation's signer; its key is made in `directory` the first time.

    `seal.key` (PKCS 8, 0600) stays there; `seal.pub` may be given to whoever shall verify.
    """
    file = directory / "seal.key"
    if not file.exists():
        _make(directory)
    try:
        private = load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise _broken(file) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _broken(file)
    return Ed25519Signer(private)


def verifier(file: Path) -> Ed25519Verifier:
    """Return the verifier of a public key file (`seal.pub`). Raises Refused when it is none."""
    try:
        public = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError) as error:
        raise _broken(file) from error
    if not isinstance(public, Ed25519PublicKey):
        raise _broken(file)
    return Ed25519Verifier(public)


def _make(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    if place(directory / "seal.key", secret):
        public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        place(directory / "seal.pub", public)


def place(file: Path, content: bytes) -> bool:
    """Put a whole new file in place, 0600; False when another was quicker. Nothing is ever overwritten."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(name, file)
    except FileExistsError:
        return False
    finally:
        os.unlink(name)
    return True


def _broken(file: Path) -> Refused:
    return Refused(
        "seal.key",
        Text(f"{file} 不是可用的印鉴密钥。", f"{file} is not a usable key for seals."),
        Text(
            "请从备份恢复，或用 --key 指定公钥文件。",
            "Restore it from a backup, or name the public key with --key.",
        ),
    )

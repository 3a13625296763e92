"""The quality of the register: taking over an old one, what could not be taken over, and the doctor."""

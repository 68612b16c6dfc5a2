// A program without tests: the place of the header that all tests share in a precompiled form.

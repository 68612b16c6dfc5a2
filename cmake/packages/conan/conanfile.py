"""Conan 2 recipe: `conan create cmake/packages/conan`, from a checkout."""
import os
import re

from conan import ConanFile
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir


class AlloConan(ConanFile):
    name = "allo"
    description = "C++ client library for the Allo business phone service"
    license = "MIT"
    homepage = "https://www.withallo.com"
    topics = ("telephony", "sms", "rest-api", "webhooks")
    package_type = "library"
    settings = "os", "compiler", "build_type", "arch"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        "simdjson": [True, False],
        "testing": [True, False],
    }
    default_options = {"shared": False, "fPIC": True, "simdjson": True, "testing": False}

    # The recipe stands inside the tree that it builds.
    @property
    def _root(self):
        return os.path.normpath(os.path.join(self.recipe_folder, "..", "..", ".."))

    def set_version(self):
        header = load(self, os.path.join(self._root, "include", "allo", "version.hpp"))
        self.version = re.search(r'ALLO_VERSION_STRING "([0-9.]+)"', header).group(1)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def config_options(self):
        if self.settings.os == "Windows":
            del self.options.fPIC

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")

    def requirements(self):
        self.requires("libcurl/[>=7.81 <9]")
        self.requires("openssl/[>=3 <4]")
        self.requires("nlohmann_json/[>=3.10 <4]")
        if self.options.simdjson:
            self.requires("simdjson/[>=3]")
        if self.options.testing:
            self.requires("cpp-httplib/[>=0.11]")
            self.requires("cli11/[>=2.1 <3]")

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.variables["ALLO_BUILD_TESTS"] = False
        toolchain.variables["ALLO_BUILD_EXAMPLES"] = False
        toolchain.variables["ALLO_INSTALL"] = True
        toolchain.variables["ALLO_WITH_SIMDJSON"] = "ON" if self.options.simdjson else "OFF"
        toolchain.variables["ALLO_BUILD_SANDBOX"] = "ON" if self.options.testing else "OFF"
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()
        # Conan writes both of its own, with the dependencies of the consumer's graph.
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))
        rmdir(self, os.path.join(self.package_folder, "share"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "Allo")
        core = self.cpp_info.components["core"]
        core.set_property("cmake_target_name", "allo::allo")
        core.set_property("pkg_config_name", "allo")
        core.libs = ["allo"]
        core.requires = ["libcurl::libcurl", "openssl::ssl", "openssl::crypto", "nlohmann_json::nlohmann_json"]
        if self.options.simdjson:
            core.requires.append("simdjson::simdjson")
        if not self.options.shared:
            core.defines = ["ALLO_STATIC"]
        if self.settings.os == "Windows":
            core.system_libs = ["ws2_32"]
        elif self.settings.os == "Linux":
            core.system_libs = ["pthread"]
        if self.options.testing:
            testing = self.cpp_info.components["testing"]
            testing.set_property("cmake_target_name", "allo::testing")
            testing.set_property("pkg_config_name", "allo-testing")
            testing.libs = ["allo_testing"]
            testing.requires = ["core", "cpp-httplib::cpp-httplib", "cli11::cli11"]

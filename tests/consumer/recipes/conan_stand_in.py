"""Runs the Conan recipe without Conan: conan_stand_in.py <recipe> <scratch folder>. What the recipe imports is stood in
for by the few calls that it makes; its own methods run as they are, in Conan's order."""
import collections
import importlib.util
import os
import shutil
import subprocess
import sys
import types

recipe_file, scratch = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


class Options(dict):
    __getattr__ = dict.__getitem__

    def rm_safe(self, name):
        self.pop(name, None)


class Info:
    def __init__(self):
        self.properties, self.libs, self.requires, self.system_libs, self.defines = {}, [], [], [], []
        self.components = collections.defaultdict(Info) if type(self) is Info else None

    def set_property(self, name, value):
        self.properties[name] = value


class ConanFile:
    def __init__(self):
        self.recipe_folder = os.path.dirname(recipe_file)
        self.export_sources_folder = self.source_folder = os.path.join(scratch, "source")
        self.build_folder = os.path.join(scratch, "build")
        self.package_folder = os.path.join(scratch, "package")
        self.options = Options(self.default_options)
        self.settings = Options(os="Linux", build_type="Release", arch="x86_64", compiler="gcc")
        self.required, self.cpp_info, self.variables = [], Info(), {}

    def requires(self, reference):
        self.required.append(reference)


class CMakeToolchain:
    def __init__(self, recipe):
        self.variables = recipe.variables

    def generate(self):
        pass


class CMakeDeps(CMakeToolchain):
    pass


class CMake:
    def __init__(self, recipe):
        self.recipe = recipe

    def configure(self):
        recipe = self.recipe
        words = {True: "ON", False: "OFF"}
        variables = [f"-D{name}={words.get(value, value)}" for name, value in recipe.variables.items()]
        subprocess.run(["cmake", "-S", recipe.source_folder, "-B", recipe.build_folder, "-DCMAKE_BUILD_TYPE=Release",
                        f"-DBUILD_SHARED_LIBS={words[recipe.options.shared]}", "-DCMAKE_INSTALL_LIBDIR=lib", *variables],
                       check=True)

    def build(self):
        subprocess.run(["cmake", "--build", self.recipe.build_folder], check=True)

    def install(self):
        subprocess.run(["cmake", "--install", self.recipe.build_folder, "--prefix", self.recipe.package_folder], check=True)


def copy(recipe, pattern, source, destination):
    found = os.path.join(source, pattern[:-2] if pattern.endswith("/*") else pattern)
    into = os.path.join(destination, os.path.basename(found))
    os.makedirs(destination, exist_ok=True)
    if os.path.isdir(found):
        shutil.copytree(found, into, dirs_exist_ok=True)
    else:
        shutil.copy(found, into)


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made


module("conan", ConanFile=ConanFile)
module("conan.tools")
module("conan.tools.cmake", CMake=CMake, CMakeDeps=CMakeDeps, CMakeToolchain=CMakeToolchain, cmake_layout=lambda recipe: None)
module("conan.tools.files", copy=copy, load=lambda recipe, path: open(path, encoding="utf-8").read(),
       rmdir=lambda recipe, path: shutil.rmtree(path, ignore_errors=True))

spec = importlib.util.spec_from_file_location("recipe", recipe_file)
recipe_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(recipe_module)
recipe = recipe_module.AlloConan()
for step in ("set_version", "export_sources", "config_options", "configure", "requirements", "layout", "generate", "build",
             "package", "package_info"):
    getattr(recipe, step)()
assert recipe.required[0].startswith("libcurl/"), recipe.required
core = recipe.cpp_info.components["core"]
for library in core.libs:
    assert os.path.exists(os.path.join(recipe.package_folder, "lib", f"lib{library}.a")), library
assert os.path.exists(os.path.join(recipe.package_folder, "licenses", "LICENSE"))
assert not os.path.exists(os.path.join(recipe.package_folder, "lib", "cmake"))
print(recipe.name, recipe.version, core.properties)

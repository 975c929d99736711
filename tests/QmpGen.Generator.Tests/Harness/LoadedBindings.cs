using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>Compiles bindings and loads the assembly.</summary>
internal sealed class LoadedBindings
{
    private readonly Assembly _assembly;

    public LoadedBindings(GenerationResult result)
    {
        using MemoryStream image = new();
        EmitResult emitted = result.Compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        image.Position = 0;
        _assembly = new AssemblyLoadContext("bindings", isCollectible: true).LoadFromStream(image);
    }

    public IEnumerable<Type> Commands => _assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IQmpCommand)));

    public IEnumerable<Type> Events => _assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(QmpEvent)));

    public Type Client => _assembly.GetTypes().Single(type => type.IsSubclassOf(typeof(QmpClient)));

    /// <summary>Gets a type of the user's code.</summary>
    public Type Type(string name) => _assembly.GetType(name, throwOnError: true)!;

    /// <summary>Gets the value of a static property.</summary>
    public static T Static<T>(Type type, string property) =>
        (T)type.GetProperty(property, BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}

using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>A test that reads QEMU's own QAPI source, which is not ours to copy: skipped unless the variable QMPGEN_QAPI names a folder with <c>RELEASE/qapi</c> and the like.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QapiTheoryAttribute : TheoryAttribute
{
    public QapiTheoryAttribute()
    {
        if (Folder is null)
        {
            Skip = "needs QEMU's QAPI source: set QMPGEN_QAPI to a folder with RELEASE/qapi, RELEASE/qga and RELEASE/storage-daemon";
        }
    }

    private static string? Folder => Environment.GetEnvironmentVariable("QMPGEN_QAPI") is { Length: > 0 } folder ? folder : null;

    /// <summary>The files of a part of a release, as the targets hand them over.</summary>
    /// <param name="release">The release, such as <c>10.0</c>, of which the newest patch is taken.</param>
    /// <param name="part">The folder in QEMU's source.</param>
    /// <param name="docs">What the item's Docs would say.</param>
    internal static InMemorySchema[] Read(string release, string part, out string docs)
    {
        string root = Directory.GetDirectories(Folder!, release + ".*").Order(StringComparer.Ordinal).Last();
        docs = Path.Combine(root, part) + Path.DirectorySeparatorChar;
        return [.. Directory.GetFiles(docs, "*.json", SearchOption.AllDirectories).Select(file => new InMemorySchema(file, File.ReadAllText(file), ("Kind", "docs")))];
    }
}

namespace QmpGen.Generator.Input;

/// <summary>The kinds of file that the package's targets pass to the generator.</summary>
internal static class ItemKinds
{
    /// <summary>A QmpSchema item.</summary>
    public const string Schema = "schema";

    /// <summary>A QmpNames item.</summary>
    public const string Names = "names";

    /// <summary>The patterns file that a QmpSchema item names in its Select metadata.</summary>
    public const string Patterns = "select";

    /// <summary>A file of QEMU's source, in the folder that a QmpSchema item names in its Docs metadata.</summary>
    public const string Docs = "docs";
}

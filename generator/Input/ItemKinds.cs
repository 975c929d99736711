namespace QmpGen.Generator.Input;

/// <summary>The kinds of file that the package's targets pass to the generator.</summary>
internal static class ItemKinds
{
    /// <summary>A QmpSchema item.</summary>
    public const string Schema = "schema";

    /// <summary>A QmpNames item.</summary>
    public const string Names = "names";

    /// <summary>The filter file in the Select metadata of a QmpSchema item.</summary>
    public const string Filter = "select";

    /// <summary>A file of QEMU's source in the Docs folder of a QmpSchema item.</summary>
    public const string Docs = "docs";

    /// <summary>A project file that contains an item.</summary>
    public const string Project = "project";
}

using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Input;

/// <summary>The file of a QmpSchema item, with the item's metadata. Metadata that is not set is empty.</summary>
/// <param name="Item">The project file with the item, or the schema file if that is unknown.</param>
/// <param name="Commands">The patterns of the commands to generate.</param>
/// <param name="Events">The patterns of the events to generate.</param>
/// <param name="Select">The path of the filter file.</param>
/// <param name="Without">The features to exclude.</param>
/// <param name="Docs">The path of the folder with QEMU's QAPI source, with a separator at the end.</param>
internal sealed record SchemaFile(
    string Path,
    string? Text,
    string Item,
    string Namespace,
    string Client,
    string Accessibility,
    string Directions,
    string QemuVersion,
    string Commands,
    string Events,
    string Select,
    string Without,
    string Docs
) : ItemFile(ItemKinds.Schema, Path, Text)
{
    /// <summary>The file name in messages.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The place of the item, or the start of its file if that is unknown.</summary>
    public SourceLocation ItemLocation { get; init; } = SourceLocation.FromFile(Item);
}

using QmpGen.Generator.Names.Catalogue;

namespace QmpGen.Tool.Comparison;

/// <summary>Formats paths: <c>arguments[qcow2].file</c>, <c>returns[].inserted</c>.</summary>
internal static class PlacePath
{
    /// <summary>Formats the segment of a place in a command, event or type.</summary>
    public static string Format(DumpNode owner, PlaceKey key) =>
        key.Role switch
        {
            PlaceRole.Arguments => owner.Kind == EntryKind.Event ? "data" : "arguments",
            PlaceRole.Returns => "returns",
            PlaceRole.Case => $"[{key.Name}]",
            PlaceRole.Value => $".'{key.Name}'",
            PlaceRole.Kind => $"|{key.Name}",
            _ => $".{key.Name}",
        };

    /// <summary>Formats the segment of the items of a list.</summary>
    public static string FormatItems(int listDepth) => string.Concat(Enumerable.Repeat("[]", listDepth));

    /// <summary>Joins a path and a segment.</summary>
    public static string Join(string path, string segment) =>
        path.Length == 0 ? segment.TrimStart('.') : path + segment;
}

using System.Globalization;
using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>Groups declarations into files, like entries into the volumes of a dictionary.</summary>
/// <remarks>
/// A file contains the names from its own up to that of the next file, in ordinal order. Only the name of a declaration
/// decides, so that none moves when a schema gains or loses others. Do not change the volumes: that moves declarations.
/// </remarks>
internal sealed class UnitGrouping
{
    // Windows limits the full path of a file to 260 characters.
    private const int MaxPrefixLength = 36;

    private readonly string _kind;
    private readonly string[] _volumes;

    private UnitGrouping(string kind, string volumes)
    {
        _kind = kind;
        _volumes = volumes.Split(' ');
    }

    public static UnitGrouping Commands { get; } = new("Commands", "A BlockS C D G N Query QueryM R X");

    public static UnitGrouping Events { get; } = new("Events", "A D N S");

    public static UnitGrouping Types { get; } =
        new(
            "Types",
            "A B Block BlockE BlockS Blockdev BlockdevC BlockdevO BlockdevP C ChardevD Cpu D Do G GuestD GuestL GuestN "
                + "I In K Mi N O ObjectP Q QK R S Sev Sp T V Vnc"
        );

    /// <summary>The name of a file.</summary>
    public static string CreateHintName(string @namespace, string unit) => $"{CreatePrefix(@namespace)}.{unit}.g.cs";

    /// <summary>Creates a unit that is not part of a group.</summary>
    public static UnitModel Create(UnitHeader header, string name, EquatableArray<DeclarationModel> declarations) =>
        new(CreateHintName(header.Namespace, name), header, declarations);

    /// <summary>Groups declarations into units.</summary>
    public IEnumerable<UnitModel> Group(UnitHeader header, IEnumerable<DeclarationModel> declarations) =>
        declarations
            .GroupBy(declaration => GetVolume(declaration.Name))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new UnitModel(
                CreateHintName(header.Namespace, $"{_kind}.{group.Key}"),
                header,
                group.OrderBy(declaration => declaration.Name, StringComparer.Ordinal).ToEquatableArray()
            ));

    private string GetVolume(string name)
    {
        int index = Array.BinarySearch(_volumes, name, StringComparer.Ordinal);
        return _volumes[index >= 0 ? index : Math.Max(~index - 1, 0)];
    }

    private static string CreatePrefix(string @namespace)
    {
        uint hash = 2166136261;
        foreach (char c in @namespace)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        // Hint names ignore case, namespaces do not.
        bool unambiguous = @namespace.Length <= MaxPrefixLength && @namespace.All(c => c < 128);
        string start = @namespace.Substring(0, Math.Min(@namespace.Length, 20));
        return unambiguous ? @namespace : $"{start}-{hash.ToString("x8", CultureInfo.InvariantCulture)}";
    }
}

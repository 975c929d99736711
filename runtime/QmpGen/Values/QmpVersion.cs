using System.Globalization;

namespace QmpGen;

/// <summary>A version of QEMU.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Micro">The third number. 50 is a development build of the next version, 90 and above are its release
/// candidates.</param>
/// <param name="Package">The distribution's version, such as <c>Debian 1:7.2+dfsg-7</c>; often empty.</param>
/// <remarks>Versions are ordered by their three numbers. Equality also includes <see cref="Package"/>, so two versions
/// that are not equal can compare as 0.</remarks>
public sealed record QmpVersion(int Major, int Minor, int Micro, string Package) : IComparable<QmpVersion>
{
    /// <summary>The version of a peer that does not report it.</summary>
    /// <remarks>All its numbers are 0. A guest agent reports its version only in the response to
    /// <c>guest-info</c>.</remarks>
    public static QmpVersion Unknown { get; } = new(0, 0, 0, "");

    /// <summary>Compares the numbers of two versions.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    /// <returns>True if the first version is lower than the second.</returns>
    public static bool operator <(QmpVersion? left, QmpVersion? right) => Compare(left, right) < 0;

    /// <summary>Compares the numbers of two versions.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    /// <returns>True if the first version is lower than the second or has the same numbers.</returns>
    public static bool operator <=(QmpVersion? left, QmpVersion? right) => Compare(left, right) <= 0;

    /// <summary>Compares the numbers of two versions.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    /// <returns>True if the first version is higher than the second.</returns>
    public static bool operator >(QmpVersion? left, QmpVersion? right) => Compare(left, right) > 0;

    /// <summary>Compares the numbers of two versions.</summary>
    /// <param name="left">The first version.</param>
    /// <param name="right">The second version.</param>
    /// <returns>True if the first version is higher than the second or has the same numbers.</returns>
    public static bool operator >=(QmpVersion? left, QmpVersion? right) => Compare(left, right) >= 0;

    /// <summary>Compares the numbers of this version with another.</summary>
    /// <param name="other">The other version. Null is lower than any version.</param>
    /// <returns>A negative number if this version is lower, 0 if the numbers are the same, otherwise a positive
    /// number.</returns>
    public int CompareTo(QmpVersion? other) =>
        other is null ? 1 : (Major, Minor, Micro).CompareTo((other.Major, other.Minor, other.Micro));

    /// <summary>Formats the three numbers.</summary>
    /// <returns>For example <c>7.2.22</c>, or <c>unknown</c> for <see cref="Unknown"/>.</returns>
    public override string ToString() =>
        this == Unknown ? "unknown" : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Micro}");

    /// <summary>Formats the numbers and the package.</summary>
    internal string FormatWithPackage() => Package.Length > 0 ? $"{this} ({Package})" : ToString();

    private static int Compare(QmpVersion? left, QmpVersion? right) =>
        left?.CompareTo(right) ?? (right is null ? 0 : -1);
}

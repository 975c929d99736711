namespace QmpGen.Tool.Tests.Harness;

/// <summary>A QEMU build with a committed dump.</summary>
/// <param name="File">The committed dump.</param>
/// <param name="Schema">The release and the part, such as <c>7.2.22/qapi</c>.</param>
/// <param name="Symbols">The symbols that the build defines, out of those that the schema uses.</param>
internal sealed record KnownBuild(string File, string Schema, string[] Symbols)
{
    // Debian's builds for Linux on amd64. The dumps match those of the real builds, which confirms the symbols.
    private const string Debian7 = """
        CONFIG_CURSES CONFIG_DBUS_DISPLAY CONFIG_FDT CONFIG_FUSE CONFIG_GBM CONFIG_GTK CONFIG_LIBPMEM CONFIG_LINUX CONFIG_LINUX_IO_URING CONFIG_OPENGL
        CONFIG_POSIX CONFIG_REPLICATION CONFIG_SDL CONFIG_SECRET_KEYRING CONFIG_SPICE CONFIG_SPICE_PROTOCOL CONFIG_TCG CONFIG_TPM
        CONFIG_VDUSE_BLK_EXPORT CONFIG_VHOST_CRYPTO CONFIG_VHOST_USER_BLK_SERVER CONFIG_VNC CONFIG_ZSTD HAVE_HOST_BLOCK_DEVICE HAVE_IPPROTO_MPTCP
        TARGET_I386
        """;

    private const string Debian10 = """
        CONFIG_AUDIO_ALSA CONFIG_AUDIO_JACK CONFIG_AUDIO_OSS CONFIG_AUDIO_PA CONFIG_AUDIO_PIPEWIRE CONFIG_AUDIO_SDL CONFIG_BLKIO
        CONFIG_BLKIO_VHOST_VDPA_FD CONFIG_BRLAPI CONFIG_CURSES CONFIG_DBUS_DISPLAY CONFIG_EBPF CONFIG_FDT CONFIG_FUSE CONFIG_GTK CONFIG_LIBPMEM
        CONFIG_LINUX CONFIG_LINUX_IO_URING CONFIG_OPENGL CONFIG_PIXMAN CONFIG_POSIX CONFIG_REPLICATION CONFIG_SDL CONFIG_SECRET_KEYRING CONFIG_SPICE
        CONFIG_SPICE_PROTOCOL CONFIG_TCG CONFIG_TPM CONFIG_VDUSE_BLK_EXPORT CONFIG_VHOST_CRYPTO CONFIG_VHOST_USER_BLK_SERVER CONFIG_VNC CONFIG_ZSTD
        HAVE_CHARDEV_PARALLEL HAVE_CHARDEV_SERIAL HAVE_HOST_BLOCK_DEVICE HAVE_IPPROTO_MPTCP TARGET_I386
        """;

    private const string DebianAgent10 =
        "CONFIG_FSFREEZE CONFIG_FSTRIM CONFIG_GETLOADAVG CONFIG_LIBUDEV CONFIG_LINUX HAVE_GETIFADDRS HAVE_UTMPX";

    public static IReadOnlyList<KnownBuild> All { get; } =
    [
        new("Data/handmade-unmasked.json", "handmade/qapi", ["CONFIG_NET"]),
        new("Data/qemu-7.2.22-unmasked.json", "7.2.22/qapi", Words(Debian7)),
        new("Data/qemu-10.0.13-unmasked.json", "10.0.13/qapi", Words(Debian10)),
        new("schema/qga-5.2.json", "5.2.0/qga", ["CONFIG_POSIX"]),
        new("schema/qga-7.2.json", "7.2.22/qga", ["CONFIG_POSIX"]),
        new("schema/qga-10.0.json", "10.0.13/qga", Words(DebianAgent10)),
    ];

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
